package dev.adjoint.grad;

import dev.adjoint.expr.Node;
import java.util.function.Supplier;

/** Where an adjoint is not 0 by itself: a condition that is written down when it is asked for, once. */
final class Support {
    /** Conditions that wait for each other; more would be found by too deep a recursion. */
    private static final int LONGEST_CHAIN = 100;

    private Supplier<Node> rule;
    private Node condition;
    private final int waiting;

    /**
     * @param before how many conditions that the rule may ask for wait for each other
     * @param rule finds the condition
     */
    Support(int before, Supplier<Node> rule) {
        this.rule = rule;
        this.waiting = before + 1;
        if (waiting > LONGEST_CHAIN) {
            condition();
        }
    }

    /** How many conditions are found when this one is. */
    int waiting() {
        return condition == null ? waiting : 0;
    }

    Node condition() {
        if (condition == null) {
            condition = rule.get();
            rule = null;
        }
        return condition;
    }
}
