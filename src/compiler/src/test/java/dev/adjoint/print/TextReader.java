package dev.adjoint.print;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads expressions of the language, by its grammar and nothing else, and evaluates them in {@link Field}. */
final class TextReader {
    /** The value at a sample. */
    interface Value {
        BigInteger at(int sample);
    }

    private static final Pattern TOKEN =
            Pattern.compile("\\d+(?:\\.\\d+)?(?:e-?\\d+)?|[A-Za-z_]\\w*|[<>=!]=|[-+*/^(),<>\\[\\]]");

    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Value> names;
    private final int samples;
    private int next;

    private TextReader(String text, Map<String, Value> names, int samples) {
        this.names = new HashMap<>(names);
        this.samples = samples;
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.find()) {
            if (!text.substring(end, matcher.start()).isBlank()) {
                throw new IllegalArgumentException("no token: " + text.substring(end));
            }
            tokens.add(matcher.group());
            end = matcher.end();
        }
        if (end != text.length()) {
            throw new IllegalArgumentException("no token: " + text.substring(end));
        }
        tokens.add("");
    }

    static Value read(String text, Map<String, Value> names, int samples) {
        TextReader reader = new TextReader(text, names, samples);
        Value value = reader.expression();
        reader.expect("");
        return value;
    }

    private Value expression() {
        if (!accept("if")) {
            return or();
        }
        Value condition = expression();
        expect("then");
        Value a = expression();
        expect("else");
        Value b = expression();
        return i -> condition.at(i).signum() != 0 ? a.at(i) : b.at(i);
    }

    private Value or() {
        Value left = and();
        while (accept("or")) {
            Value a = left;
            Value b = and();
            left = i -> a.at(i).or(b.at(i));
        }
        return left;
    }

    private Value and() {
        Value left = not();
        while (accept("and")) {
            Value a = left;
            Value b = not();
            left = i -> a.at(i).and(b.at(i));
        }
        return left;
    }

    private Value not() {
        if (!accept("not")) {
            return comparison();
        }
        Value a = not();
        return i -> BigInteger.ONE.subtract(a.at(i));
    }

    private Value comparison() {
        Value a = sum();
        if (!tokens.get(next).matches("[<>]|[<>=!]=")) {
            return a;
        }
        String symbol = tokens.get(next++);
        Value b = sum();
        return i -> Field.compare(symbol, a.at(i), b.at(i));
    }

    private Value sum() {
        Value left = product();
        while (true) {
            Value a = left;
            if (accept("+")) {
                Value b = product();
                left = i -> Field.add(a.at(i), b.at(i));
            } else if (accept("-")) {
                Value b = product();
                left = i -> Field.add(a.at(i), Field.negate(b.at(i)));
            } else {
                return left;
            }
        }
    }

    private Value product() {
        Value left = unary();
        while (true) {
            Value a = left;
            if (accept("*")) {
                Value b = unary();
                left = i -> Field.multiply(a.at(i), b.at(i));
            } else if (accept("/")) {
                Value b = unary();
                left = i -> Field.divide(a.at(i), b.at(i));
            } else {
                return left;
            }
        }
    }

    private Value unary() {
        if (!accept("-")) {
            return power();
        }
        Value a = unary();
        return i -> Field.negate(a.at(i));
    }

    private Value power() {
        Value base = atom();
        if (!accept("^")) {
            return base;
        }
        Value exponent = unary();
        return i -> Field.power(base.at(i), exponent.at(i));
    }

    private Value atom() {
        Value value = unindexed();
        return accept("[") ? element(value) : value;
    }

    /** {@code x[i]} or {@code x[i else c]}; in the index, the name of the axis is its index. */
    private Value element(Value array) {
        Value outer = names.put("n", BigInteger::valueOf);
        Value index = sum();
        if (outer == null) {
            names.remove("n");
        } else {
            names.put("n", outer);
        }
        Value outside = accept("else") ? expression() : null;
        expect("]");
        return i -> element(array, index.at(i), outside == null ? null : outside.at(i), samples);
    }

    /** The element at an index, and null for none outside. */
    static BigInteger element(Value array, BigInteger index, BigInteger outside, int samples) {
        boolean isInside = index.compareTo(BigInteger.valueOf(samples)) < 0 && index.signum() >= 0;
        return isInside ? array.at(index.intValueExact()) : outside;
    }

    private Value unindexed() {
        if (accept("(")) {
            Value inner = expression();
            expect(")");
            return inner;
        }
        String token = tokens.get(next++);
        if (Character.isDigit(token.charAt(0))) {
            BigInteger value = Field.decimal(token);
            return i -> value;
        }
        if (!names.containsKey(token) && accept("[")) {
            return reduction(token);
        }
        if (token.equals("position")) {
            expect("(");
            expect("n");
            expect(")");
            return BigInteger::valueOf;
        }
        if (token.equals("size")) {
            expect("(");
            expect("n");
            expect(")");
            return i -> BigInteger.valueOf(samples);
        }
        if (accept("(")) {
            return function(token);
        }
        if (token.equals("n") && !names.containsKey("n")) {
            return i -> BigInteger.valueOf(samples);
        }
        if (!names.containsKey(token)) {
            throw new IllegalArgumentException("no such name: " + token);
        }
        return names.get(token);
    }

    private Value function(String name) {
        List<Value> arguments = new ArrayList<>();
        do {
            arguments.add(expression());
        } while (accept(","));
        expect(")");
        if (name.equals("relu")) {
            Value x = arguments.get(0);
            return i -> Field.compare(">", x.at(i), BigInteger.ZERO).signum() != 0 ? x.at(i) : BigInteger.ZERO;
        }
        return i -> Field.function(name, arguments.stream().map(a -> a.at(i)).toList());
    }

    private Value reduction(String name) {
        expect("n");
        expect("]");
        expect("(");
        Value body = expression();
        expect(")");
        return i -> reduce(name, body, samples);
    }

    static BigInteger reduce(String name, Value body, int samples) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < samples; i++) {
            BigInteger element = body.at(i);
            sum = Field.add(
                    sum, name.equals("sum") || name.equals("mean") ? element : Field.function(name, List.of(element)));
        }
        return name.equals("mean") ? Field.divide(sum, BigInteger.valueOf(samples)) : sum;
    }

    private boolean accept(String token) {
        if (!tokens.get(next).equals(token)) {
            return false;
        }
        next++;
        return true;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw new IllegalArgumentException("expected " + token + " at " + tokens.subList(next, tokens.size()));
        }
    }
}
