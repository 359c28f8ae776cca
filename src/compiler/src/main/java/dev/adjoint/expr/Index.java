package dev.adjoint.expr;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where an {@link Access} reads along one axis of its array. */
public sealed interface Index {
    /**
     * {@code (sum of coefficient*axis + offset) / divisor}. Where the divisor does not divide, nothing is read and the
     * element is 0.
     *
     * @param terms the coefficient, never 0, of each index variable
     * @param divisor at least 1
     */
    record Affine(Map<Axis, Integer> terms, SizeSum offset, int divisor) implements Index {
        public Affine {
            Map<Axis, Integer> kept = new LinkedHashMap<>(terms);
            kept.values().removeIf(coefficient -> coefficient == 0);
            terms = Collections.unmodifiableMap(kept);
            if (divisor < 1) {
                throw new IllegalArgumentException("an index divided by " + divisor);
            }
        }

        /** Whether it is an index variable and nothing else. */
        public boolean isVariable() {
            return terms.size() == 1
                    && terms.values().iterator().next() == 1
                    && divisor == 1
                    && offset.equals(SizeSum.of(0));
        }

        /** Whether it lies within an axis of {@code dim} at all indices of its variables, whatever the sizes. */
        public boolean isInside(Dim dim) {
            SizeSum least = offset;
            SizeSum most = offset;
            for (Map.Entry<Axis, Integer> term : terms.entrySet()) {
                SizeSum reach = SizeSum.of(term.getKey().dim()).plus(-1).times(term.getValue());
                if (term.getValue() < 0) {
                    least = least.plus(reach);
                } else {
                    most = most.plus(reach);
                }
            }
            return divisor == 1
                    && least.isNeverNegative()
                    && SizeSum.of(dim).plus(-1).minus(most).isNeverNegative();
        }

        /** The same index with some variables replaced by indices; it is an integer only where they are. */
        public Affine with(Map<Axis, Affine> variables) {
            int multiple = 1;
            for (Axis variable : terms.keySet()) {
                if (variables.containsKey(variable)) {
                    multiple = leastCommonMultiple(multiple, variables.get(variable).divisor);
                }
            }
            Map<Axis, Integer> sum = new LinkedHashMap<>();
            SizeSum constant = offset.times(multiple);
            for (Map.Entry<Axis, Integer> term : terms.entrySet()) {
                Affine value = variables.getOrDefault(term.getKey(), Index.of(term.getKey()));
                int factor = Math.multiplyExact(term.getValue(), multiple / value.divisor);
                value.terms.forEach((axis, c) -> sum.merge(axis, Math.multiplyExact(factor, c), Math::addExact));
                constant = constant.plus(value.offset.times(factor));
            }
            return new Affine(sum, constant, Math.multiplyExact(divisor, multiple));
        }

        private static int leastCommonMultiple(int a, int b) {
            return a / BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).intValue() * b;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            terms.forEach((axis, c) -> text.append(text.isEmpty() ? "" : " + ")
                    .append(c == 1 ? "" : c + "*")
                    .append(axis));
            if (text.isEmpty() || !offset.equals(SizeSum.of(0))) {
                text.append(text.isEmpty() ? "" : " + ").append(offset);
            }
            return divisor == 1 ? text.toString() : "(" + text + ")/" + divisor;
        }
    }

    /** The integer that another operand of the access gives; outside of the axis it is an error of the run. */
    record Computed(int operand) implements Index {
        @Override
        public String toString() {
            return "#" + operand;
        }
    }

    /** The index variable itself. */
    static Affine of(Axis axis) {
        return new Affine(Map.of(axis, 1), SizeSum.of(0), 1);
    }

    /** Always the same index. */
    static Affine of(SizeSum constant) {
        return new Affine(Map.of(), constant, 1);
    }
}
