package dev.adjoint.rewrite;

import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Node;
import java.util.function.Predicate;

/**
 * One rewriting: {@code lhs => rhs}.
 *
 * @param name for dumps and tests
 * @param kind what it promises
 * @param lhs what it matches, over {@link dev.adjoint.expr.Role#PATTERN} variables; in a sum or product, further operands
 *     may stand beside the matched ones and are kept
 * @param guard what the matched parts must satisfy beside their structure
 * @param rhs makes the replacement of the matched parts
 */
record Rule(String name, RuleKind kind, Node lhs, Predicate<Match> guard, Replacement rhs) {

    interface Replacement {
        Node of(Dag dag, Match match);
    }
}
