package dev.adjoint.print;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What stands on a sheet, in the words of one notation or another.
 *
 * @param roots the formulas that were asked for, by label
 * @param functions that are called, each after those that it calls
 * @param where named parts, each before what refers to it
 * @param indices of names that formulas index
 * @param hasAdjoints whether formulas mention derivatives by name
 * @param transpositions how often formulas turn a matrix around
 */
record Contents(
        Map<String, Term> roots,
        List<Function> functions,
        Map<String, Term> where,
        Map<String, List<String>> indices,
        boolean hasAdjoints,
        int transpositions) {

    /**
     * @param results formulas by name
     * @param where its own named parts, each before what refers to it
     */
    record Function(List<String> formals, Map<String, Term> results, Map<String, Term> where) {}

    static Contents of(
            Map<String, Node> roots,
            Map<Node, String> names,
            Set<Node> adjoints,
            boolean isOnPaper,
            boolean samplesAreColumns) {
        Set<Lambda> lambdas = Functions.of(roots.values());
        List<Node> all = new ArrayList<>(roots.values());
        lambdas.forEach(lambda -> all.addAll(lambda.results()));
        Terms terms = new Terms();
        Excerpt excerpt = Excerpt.of(all);
        Map<Node, List<Axis>> declared = Formulas.declared(roots, excerpt);
        Orientation orientation = new Orientation(samplesAreColumns, excerpt.nodes(), declared);
        Phrasing phrasing = new Phrasing(terms, names, excerpt, orientation, isOnPaper);
        return new Writer(terms, phrasing, excerpt, names).contents(roots, lambdas, adjoints);
    }

    private record Writer(Terms terms, Phrasing phrasing, Excerpt excerpt, Map<Node, String> names) {
        Contents contents(Map<String, Node> roots, Set<Lambda> lambdas, Set<Node> adjoints) {
            Map<String, Term> meanings = new HashMap<>();
            for (Node node : excerpt.nodes()) {
                String name = names.get(node);
                if (name != null) {
                    meanings.put(name, phrasing.written(node));
                }
            }
            Map<String, Term> labelled = new LinkedHashMap<>();
            roots.forEach((label, node) -> {
                String name = names.get(node);
                boolean isWritten = name == null || roots.containsKey(name);
                labelled.put(label, isWritten ? phrasing.written(node) : terms.name(name));
            });
            Set<String> taken = terms.names();
            Naming.Fresh fresh = new Naming.Fresh(taken);
            List<Term> printed = new ArrayList<>(labelled.values());
            printed.addAll(mentioned(lambdas, meanings));
            Naming naming = new Naming(terms, printed, meanings, fresh);
            labelled.replaceAll((label, term) -> naming.formula(term));
            Map<String, Term> where = new LinkedHashMap<>(naming.where());
            where.keySet().removeAll(roots.keySet());
            Map<String, List<String>> indices = new HashMap<>();
            names.forEach((node, name) -> indices.put(name, phrasing.indices(node)));
            boolean hasAdjoints = adjoints.stream().map(names::get).anyMatch(where::containsKey);
            Map<Lambda, List<String>> formals = Functions.formals(roots.values());
            List<Function> functions = lambdas.stream()
                    .map(lambda -> function(lambda, formals.get(lambda), fresh))
                    .toList();
            return new Contents(labelled, functions, where, indices, hasAdjoints, phrasing.transpositions());
        }

        /** The model's values that functions mention: a function is defined before them, but not of them. */
        private List<Term> mentioned(Collection<Lambda> lambdas, Map<String, Term> meanings) {
            Set<Node> bodies = new HashSet<>();
            lambdas.forEach(lambda ->
                    bodies.addAll(Excerpt.of(new ArrayList<>(lambda.results())).nodes()));
            return bodies.stream()
                    .map(names::get)
                    .filter(meanings::containsKey)
                    .sorted()
                    .map(terms::name)
                    .toList();
        }

        private Function function(Lambda lambda, List<String> formals, Naming.Fresh fresh) {
            Map<String, Term> results = new LinkedHashMap<>();
            for (int k = 0; k < lambda.results().size(); k++) {
                results.put(
                        Functions.name(lambda, k),
                        phrasing.written(lambda.results().get(k)));
            }
            Naming naming = new Naming(terms, results.values(), Map.of(), fresh);
            results.replaceAll((name, term) -> naming.formula(term));
            return new Function(formals, results, naming.where());
        }
    }
}
