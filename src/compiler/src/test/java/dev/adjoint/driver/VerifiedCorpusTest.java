package dev.adjoint.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.check.Compilation;
import dev.adjoint.expr.Access;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.NodeVisitor;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Scan;
import dev.adjoint.grad.Gradient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The programs that {@link VerificationTest} verifies say everything that can be said. */
class VerifiedCorpusTest {
    private static final Pattern COMMENT = Pattern.compile("//.*");

    /** A name with arguments, or behind a pipe or repetition. */
    private static final Pattern CALL = Pattern.compile("(\\w+)(?:\\[[^]]*])?\\(|(?:\\|>|repeat \\w+|=)\\s*(\\w+)");

    private static final Pattern DECLARATION = Pattern.compile("^(?:fn|layer) (\\w+)", Pattern.MULTILINE);

    @Test
    void callsEveryFunctionOfTheLanguageAndOfThePrelude() {
        Set<String> called = new HashSet<>();
        Stream.concat(Compilation.corpus("verify"), Compilation.corpus("verify/lib"))
                .map(VerifiedCorpusTest::text)
                .map(text -> COMMENT.matcher(text).replaceAll(""))
                .flatMap(text -> CALL.matcher(text).results())
                .forEach(call -> called.add(call.group(1) == null ? call.group(2) : call.group(1)));
        Path prelude = Path.of(System.getProperty("adjoint.root"), "grammar", "prelude.nn");

        assertThat(called).containsAll(Compilation.builtins());
        assertThat(called)
                .containsAll(DECLARATION
                        .matcher(text(prelude))
                        .results()
                        .map(declaration -> declaration.group(1))
                        .toList());
    }

    @Test
    void hasEveryNodeInValuesAndInGradients() {
        Set<Class<?>> kinds = new HashSet<>();
        Set<Object> operators = new HashSet<>();
        Set<Class<?>> indices = new HashSet<>();
        Compilation.corpus("verify").map(Subject::of).forEach(subject -> {
            List<Node> roots = new ArrayList<>(subject.lowered().roots());
            roots.addAll(Gradient.of(subject.lowered().dag(), subject.lowered().loss(), subject.wrt())
                    .values());
            Differentiated simple = Passes.differentiate(
                    Passes.simplify(Passes.evaluating(subject.lowered())), Optional.empty(), subject.wrt());
            roots.addAll(simple.gradient().values());
            roots.addAll(simple.model().roots());
            for (Node node : withLambdas(roots)) {
                kinds.add(node.getClass());
                if (node instanceof Apply apply) {
                    operators.add(apply.primitive());
                } else if (node instanceof Reduce reduce) {
                    operators.add(reduce.reduction());
                } else if (node instanceof Access access) {
                    access.indices().forEach(index -> indices.add(index.getClass()));
                }
            }
        });

        assertThat(kinds)
                .containsAll(Arrays.stream(NodeVisitor.class.getMethods())
                        .<Class<?>>map(visit -> visit.getParameterTypes()[0])
                        .toList());
        assertThat(operators).contains((Object[]) Primitive.values()).contains((Object[]) Reduction.values());
        assertThat(indices).containsAll(List.of(Index.class.getPermittedSubclasses()));
    }

    private static Set<Node> withLambdas(Collection<Node> roots) {
        Set<Node> all = new HashSet<>(Reachable.from(roots));
        for (Node node : List.copyOf(all)) {
            if (node instanceof Call call) {
                all.addAll(withLambdas(call.lambda().results()));
            } else if (node instanceof Scan scan) {
                all.addAll(withLambdas(scan.step().results()));
            }
        }
        return all;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
