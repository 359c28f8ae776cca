#!/usr/bin/python3
"""Writes network.json: 150 people of two communities, who mostly know people of their own, and what is known of each;
and truth.json, which training does not see.

  feature[people, 4]   a weak and noisy hint of the community
  source[links], destination[links]   who knows whom; every acquaintance is there in both directions
  known[people]        1 for the 40 people whose community training may use, else 0
  community[people]    0 or 1 for those who are known; 0 for the others, which means nothing

  truth[people]        the community of all
  asked[people]        1 for the 110 others, else 0

Prints how many of the others the features alone would get right, by the best linear guess.
"""
import json
import pathlib

import numpy

PEOPLE, KNOWN = 150, 40

rng = numpy.random.RandomState(9)
community = rng.permutation(numpy.arange(PEOPLE) % 2)
hint = numpy.array([0.4, -0.4, 0.3, 0.0])
feature = numpy.round((2 * community[:, None] - 1) * hint + rng.normal(0, 1, (PEOPLE, 4)), 2)

likely = numpy.where(community[:, None] == community, 0.09, 0.012)
knows = numpy.triu(rng.uniform(size=(PEOPLE, PEOPLE)) < likely, 1)
# Nobody knows nobody: who would, knows the next of the same community.
for person in numpy.flatnonzero(~(knows | knows.T).any(1)):
    same = numpy.flatnonzero(community == community[person])
    other = same[(numpy.searchsorted(same, person) + 1) % len(same)]
    knows[min(person, other), max(person, other)] = True
source, destination = numpy.nonzero(knows | knows.T)

known = numpy.zeros(PEOPLE, int)
for side in (0, 1):
    known[rng.choice(numpy.flatnonzero(community == side), KNOWN // 2, replace=False)] = 1


def write(name, **content):
    lines = [f"{json.dumps(key)}: {json.dumps(value.tolist())}" for key, value in content.items()]
    (pathlib.Path(__file__).parent / name).write_text("{\n  " + ",\n  ".join(lines) + "\n}\n")


write("network.json", feature=feature, source=source, destination=destination, community=known * community, known=known)
write("truth.json", truth=community, asked=1 - known)

guess = (feature @ hint > 0) == community
print(f"{len(source) // 2} acquaintances, features alone: {guess[known == 0].mean():.3f}")
