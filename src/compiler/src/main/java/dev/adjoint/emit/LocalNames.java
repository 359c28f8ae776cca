package dev.adjoint.emit;

import com.palantir.javapoet.NameAllocator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Names in one block of code, none twice and none that Java forbids. */
final class LocalNames {
    private final Set<String> taken;
    private final Map<String, Integer> numbers;

    LocalNames() {
        this(Set.of(), Map.of());
    }

    private LocalNames(Set<String> taken, Map<String, Integer> numbers) {
        this.taken = new HashSet<>(taken);
        this.numbers = new HashMap<>(numbers);
    }

    /** The names of a block inside this one: what is named there ends with it. */
    LocalNames inner() {
        return new LocalNames(taken, numbers);
    }

    /** The wish itself if it is free, else the alternative, else the wish with a number. */
    String name(String wish, String alternative) {
        String identifier = identifier(wish);
        if (taken.add(identifier)) {
            return identifier;
        }
        String other = identifier(alternative);
        return taken.add(other) ? other : numbered(identifier + "_");
    }

    /** What Java allows, and no name that {@link BodyWriter} gives to arrays and indices of its own. */
    private static String identifier(String wish) {
        String identifier = new NameAllocator().newName(wish);
        return identifier.matches("(scratch|saved|row|at)\\d+") ? identifier + "_" : identifier;
    }

    String name(String wish) {
        return name(wish, wish);
    }

    /** {@code t1}, {@code t2}, ... */
    String numbered(String stem) {
        String name;
        do {
            name = stem + numbers.merge(stem, 1, Integer::sum);
        } while (!taken.add(name));
        return name;
    }
}
