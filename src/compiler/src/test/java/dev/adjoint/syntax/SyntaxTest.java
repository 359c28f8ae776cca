package dev.adjoint.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.SourceFile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What texts mean, by the structure of their trees and the places of its parts. */
class SyntaxTest {
    /** Expression, then its structure. */
    static final List<String> EXPRESSIONS = List.of(
            "a + b * c ^ d ^ -e # (+ a (* b (^ c d -e)))",
            "a @ b * c / d # (* a @b c /d)",
            "-x @ W + b # (+ (* (- x) @W) b)",
            "x[n, i] # (at x n i)",
            "x[n, 2*i + 3*r - 1 else 0] # (at x n (+ (* 2 i) (* 3 r) -1) else 0)",
            "E[ids[n, t], e] # (at E (at ids n t) e)",
            "(a + b)[n] # (at (+ a b) n)",
            "f[k](x)[n]^2 # (^ (at (f[k] x) n) 2)",
            "x[i]^y[j] # (^ (at x i) (at y j))",
            "sum[r: 3, q: 2*h, n](x) # (sum[r:3 q:(* 2 h) n] x)",
            "reshape[n, 4, 2*d](x) # (reshape[n 4 (* 2 d)] x)",
            "f(x, 2, eps = 1e-3, to = n - 1) # (f x 2 eps=0.001 to=(+ n -1))",
            "f(a == b) # (f (== a b))",
            "(a + b) |> f |> repeat 3 g # (repeat 3 (g (f (+ a b))))",
            "a or b |> f |> g(c) # (g (f (or a b)) c)",
            "x |> repeat 12 block(8) |> sum[n] # (sum[n] (repeat 12 (block x 8)))",
            "x |> repeat depth f |> repeat (2*n) g # (repeat (* 2 n) (g (repeat depth (f x))))",
            "scan t over time carry h = 0 { next h = h + x[t] } # (scan t:time carry h=0 next h=(+ h (at x t)))",
            "scan t over 10 reverse carry h[n, 3] = 0, c = i { let z = h; next h = z; next c = c; emit z } "
                    + "# (reverse t:10 carry h[n 3]=0 carry c=i z=h next h=z next c=c emit z)",
            "scan t over n carry h = 0 { let a = h, b = a next h = b, g = a emit -b } "
                    + "# (scan t:n carry h=0 a=h b=a next h=b next g=a emit (- b))",
            "scan t over n carry h = 0 { next h = (scan s over m carry k = h { next k = k }) } "
                    + "# (scan t:n carry h=0 next h=(scan s:m carry k=h next k=k))",
            "if c then scan t over n carry a = 0 { next a = a } else x # (if c (scan t:n carry a=0 next a=a) x)",
            "next + state * emit # (+ next (* state emit))",
            "over(reverse, carry) # (over reverse carry)",
            "scan over over over carry carry = carry { next next = emit emit carry } "
                    + "# (scan over:over carry carry=carry next next=emit emit carry)");

    @ParameterizedTest
    @FieldSource("EXPRESSIONS")
    void readsAs(String row) {
        String[] parts = row.split(" # ");
        assertThat(AstText.of(expression(parts[0]))).isEqualTo(parts[1]);
    }

    /** The text at the span of each part, read alone, is that part. */
    @ParameterizedTest
    @FieldSource("EXPRESSIONS")
    void placesParts(String row) {
        Deque<Ast.Expression> open = new ArrayDeque<>(List.of(expression(row.split(" # ")[0])));
        while (!open.isEmpty()) {
            Ast.Expression part = open.pop();
            assertThat(AstText.of(expression(part.span().text()))).isEqualTo(AstText.of(part));
            if (part instanceof Ast.Repeat repeat) { // the call within has no text of its own
                open.add(repeat.count());
                open.addAll(repeat.call().operands());
            } else {
                open.addAll(part.operands());
            }
        }
    }

    /** Body of a layer, then its items and result. A sign or bracket belongs to what stands before it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "x @ W + b # (+ (* x @W) b)",
                "let a = x a + 1 # a=x; (+ a 1)",
                "let a = x; (a + 1) * 2 # a=x; (* (+ a 1) 2)",
                "let a = x - 1; -a # a=(+ x -1); (- a)",
                "let a = x, b = a; -b # a=x; b=a; (- b)",
                "let next = x next # next=x; next",
                "let next = x; next |> f # next=x; (f next)",
                "let emit = x emit * 2 # emit=x; (* emit 2)",
                "param w = 0 state m = 1 next m = w if m then w else x # w; m!; next m=w; (if m w x)",
                "layer e = dense(3), f = repeat 2 e(1) e(x) # e=(dense 3); f=2x(e 1); (e x)",
                "f(x, |> tanh |> repeat 2 g(1)) # (f x (|> (tanh) 2x(g 1)))",
                "x |> f(g = |> h(|> tanh), k = 2) # (f x g=(|> (h (|> (tanh)))) k=2)",
                "layer e = repeat 2 f(|> g |> h) e(x) # e=2x(f (|> (g) (h))); (e x)",
                "; let a = x ; ; a ; # a=x; a",
            })
    void readsBodies(String body, String expected) {
        Diagnostics diagnostics = new Diagnostics();
        Ast.File file = Parser.parse(new SourceFile("test.nn", "layer f(x) { " + body + " }"), diagnostics);
        assertThat(diagnostics.render()).isEmpty();
        Ast.Body read = file.functions().get(0).body();
        Stream<String> result = Stream.of(AstText.of(read.result()));
        assertThat(Stream.concat(read.items().stream().map(AstText::of), result).collect(Collectors.joining("; ")))
                .isEqualTo(expected);
    }

    private static Ast.Expression expression(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Ast.File file = Parser.parse(new SourceFile("test.nn", "fn f() = " + text), diagnostics);
        assertThat(diagnostics.render()).isEmpty();
        return file.functions().get(0).body().result();
    }
}
