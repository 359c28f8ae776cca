package dev.adjoint.print;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Position;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Scatter;
import dev.adjoint.expr.SizeSum;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What axes are called in formulas: index variables by their names, and those of dims without a name, or of a dim that
 * occurs twice, by letters that nothing else has.
 */
final class IndexNames {
    private static final List<String> LETTERS = List.of("i", "j", "k", "l", "r", "s", "p", "q", "u", "v", "e", "g");

    private final Terms terms;
    private final Map<Axis, String> names = new HashMap<>();
    private final Map<String, Term> sizes = new HashMap<>();
    private final Set<Axis> explicit = new HashSet<>();

    /**
     * @param taken names of values
     * @param silent nodes whose own indices are not written
     */
    IndexNames(Terms terms, Collection<Node> nodes, Collection<String> taken, Set<Node> silent) {
        this.terms = terms;
        Set<Axis> axes = new LinkedHashSet<>();
        Set<String> all = new HashSet<>(taken);
        for (Node node : nodes) {
            axes.addAll(node.shape().axes());
            if (node instanceof Variable variable) {
                all.add(variable.name());
            }
            explicit.addAll(silent.contains(node) ? List.of() : indices(node));
        }
        axes.addAll(explicit);
        axes.stream().filter(IndexNames::isName).forEach(axis -> all.add(axis.name()));
        for (Axis axis : axes) {
            String name = isName(axis) ? axis.name() : letter(all);
            names.put(axis, name);
            all.add(name);
            sizes.put(name, size(axis.dim()));
        }
    }

    private static List<Axis> indices(Node node) {
        List<Axis> indices = new ArrayList<>();
        if (node instanceof Reduce reduce) {
            indices.addAll(reduce.axes());
        } else if (node instanceof Scatter scatter) {
            indices.addAll(scatter.bound());
            indices.addAll(scatter.targets());
        } else if (node instanceof Position position) {
            indices.add(position.axis());
        } else if (node instanceof Access access) {
            for (Index index : access.indices()) {
                if (index instanceof Index.Affine affine) {
                    indices.addAll(affine.terms().keySet());
                }
            }
        }
        return indices;
    }

    private static boolean isName(Axis axis) {
        return axis.name().matches("[A-Za-z_]\\w*");
    }

    private static String letter(Set<String> taken) {
        for (int round = 0; ; round++) {
            for (String letter : LETTERS) {
                String name = round == 0 ? letter : letter + round;
                if (!taken.contains(name)) {
                    return name;
                }
            }
        }
    }

    String of(Axis axis) {
        return names.getOrDefault(axis, axis.name());
    }

    List<String> of(List<Axis> axes) {
        return axes.stream().map(this::of).toList();
    }

    private Term size(Dim dim, Set<String> taken) {
        return taken.contains(dim.name())
                ? terms.call("size", List.of(terms.name(dim.name())))
                : terms.size(dim.name());
    }

    /** Whether a formula has a letter for one of the axes, which a value that varies along it must then show. */
    boolean isShown(List<Axis> axes) {
        return axes.stream().anyMatch(axis -> !isName(axis) && explicit.contains(axis));
    }

    /** The size of the axis with that name. */
    Term size(String index) {
        return sizes.computeIfAbsent(index, terms::size);
    }

    Term size(Dim dim) {
        SizeSum sum = SizeSum.of(dim);
        if (!Character.isDigit(dim.name().charAt(0)) && dim.name().matches("\\w+")) {
            return terms.size(dim.name());
        }
        return sum.isConstant() ? terms.number(String.valueOf(sum.constant())) : size(sum);
    }

    /** A sum of products of sizes. */
    Term size(SizeSum sum) {
        Addends addends = new Addends(terms);
        addSizes(addends, sum, Set.of());
        return addends.sum();
    }

    /** @param bound axes whose names are indices here, and not sizes */
    void addSizes(Addends addends, SizeSum sum, Set<Axis> bound) {
        Set<String> taken = bound.stream().map(this::of).collect(Collectors.toSet());
        sum.terms()
                .forEach((dims, c) -> addends.add(
                        terms.multiple(
                                c, dims.stream().map(dim -> size(dim, taken)).toList()),
                        false));
        if (sum.constant() != 0) {
            addends.add(terms.multiple(sum.constant(), List.of()), false);
        }
    }
}
