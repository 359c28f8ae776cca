package dev.adjoint.emit;

import com.palantir.javapoet.NameAllocator;
import java.util.HashSet;
import java.util.Set;

/** Names in one block of code, none twice and none that Java forbids. */
final class LocalNames {
    private final Set<String> taken;

    LocalNames() {
        this(Set.of());
    }

    private LocalNames(Set<String> taken) {
        this.taken = new HashSet<>(taken);
    }

    /** The names of a block inside this one: what is named there ends with it. */
    LocalNames inner() {
        return new LocalNames(taken);
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

    /** What Java allows, and no name that {@link BodyWriter} gives to arrays of its own. */
    private static String identifier(String wish) {
        String identifier = new NameAllocator().newName(wish);
        return identifier.matches("(scratch|saved)\\d+") ? identifier + "_" : identifier;
    }

    String name(String wish) {
        return name(wish, wish);
    }

    /** {@code t1}, {@code t2}, ... */
    String numbered(String stem) {
        int number = 1;
        while (!taken.add(stem + number)) {
            number++;
        }
        return stem + number;
    }
}
