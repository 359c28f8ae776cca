package dev.adjoint.check;

import dev.adjoint.expr.Dim;
import dev.adjoint.expr.LeastSize;
import dev.adjoint.expr.SizeSum;
import dev.adjoint.runtime.Precision;
import dev.adjoint.source.Diagnostic;
import dev.adjoint.source.Diagnostic.Note;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
import dev.adjoint.source.Spelling;
import dev.adjoint.syntax.Ast;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What checking one model shares between expressions: the functions with their instances, the calls under way, and how
 * deeply expressions nest through them.
 */
final class Session {
    /**
     * Levels of typed expressions within each other, through function bodies. A level costs this and later stages up to
     * six frames, so that the bound fits twice into a stack of one megabyte, the default of all supported platforms.
     */
    private static final int DEEPEST = 400;

    private final Functions functions;
    private final Diagnostics diagnostics;
    private final Map<InstanceKey, Instantiated> instances = new HashMap<>();
    private final Deque<Ast.Call> calls = new ArrayDeque<>();
    private final Map<Dim, LeastSize> leastSizes = new LinkedHashMap<>();
    private Precision precision = Precision.F64;
    private int depth;
    private int deepest;
    private boolean tooDeep;

    Session(Functions functions, Diagnostics diagnostics) {
        this.functions = functions;
        this.diagnostics = diagnostics;
    }

    Functions functions() {
        return functions;
    }

    /** In which the model computes. */
    Precision precision() {
        return precision;
    }

    void precision(Precision declared) {
        precision = declared;
    }

    /**
     * Checks a function for those arguments.
     *
     * @param lent names of instances that it uses and its callers own
     */
    FunctionInstance instance(Ast.Function function, Ast.Call call, Arguments arguments, Set<String> lent) {
        InstanceKey key = new InstanceKey(function.name(), arguments);
        Instantiated known = instances.get(key);
        if (known == null) {
            known = instantiate(function, call, arguments, lent);
            instances.put(key, known);
        } else if (enter(known.height, call.span())) {
            leave(known.height);
        }
        return known.instance;
    }

    private Instantiated instantiate(Ast.Function function, Ast.Call call, Arguments arguments, Set<String> lent) {
        int deepestBefore = deepest;
        deepest = depth;
        calls.push(call);
        FunctionInstance instance = BodyChecker.instance(function, call, arguments, lent, this);
        calls.pop();
        int height = deepest - depth;
        deepest = Math.max(deepest, deepestBefore);
        return new Instantiated(instance, height);
    }

    /** Goes {@code levels} down, unless that is too deep. */
    boolean enter(int levels, Span at) {
        if (depth + levels > DEEPEST) {
            Span outermost = calls.isEmpty() ? at : calls.getLast().span();
            if (!tooDeep) { // once: what lies as deep beside it is no further mistake
                diagnostics.report(DiagnosticCode.NESTING_TOO_DEEP, outermost, String.valueOf(DEEPEST));
            }
            tooDeep = true;
            return false;
        }
        depth += levels;
        deepest = Math.max(deepest, depth);
        return true;
    }

    void leave(int levels) {
        depth -= levels;
    }

    /**
     * Within a function body, the calls that lead there are added; what goes wrong within the prelude is the fault of the
     * call and is reported there.
     */
    void report(DiagnosticCode code, Span span, String... args) {
        List<Note> notes = new ArrayList<>();
        Span place = span;
        for (Ast.Call call : calls) {
            if (isPrelude(place)) {
                notes.add(new Note(place, "within '" + call.function().text() + "'"));
                place = call.span();
            } else {
                notes.add(new Note(
                        call.span(), "in this call of '" + call.function().text() + "'"));
            }
        }
        Span reported = place;
        notes.removeIf(note -> note.span().contains(reported));
        notes.removeIf(note -> isPrelude(note.span()) && notes.indexOf(note) > 0);
        List<Note> nearest = notes.subList(0, Math.min(3, notes.size()));
        diagnostics.report(new Diagnostic(code, place, Arrays.asList(args), nearest));
    }

    /**
     * The data must have so many elements along an unbound dim. Of several numbers the largest counts; as in reports, the
     * reason for what the prelude needs is the call.
     */
    private void require(Dim dim, int size, Span span) {
        Span place = calls.stream()
                .map(Ast.Call::span)
                .filter(call -> !isPrelude(call))
                .findFirst()
                .filter(call -> isPrelude(span))
                .orElse(span);
        String file = place.file().name().replaceFirst(".*[/\\\\]", "");
        String reason = place.text().replaceAll("\\s+", " ") + " (" + file + ":" + place.line() + ")";
        leastSizes.merge(dim, new LeastSize(dim, size, reason), (a, b) -> a.size() >= b.size() ? a : b);
    }

    /**
     * Requires what makes sums of sizes not negative.
     *
     * @param nonEmpty dims that have an index: what is required matters only if they do
     * @return whether that is possible; if not, nothing is required
     */
    boolean requireNonNegative(List<SizeSum> sums, List<Dim> nonEmpty, Span span) {
        Bounds bounds = new Bounds(nonEmpty);
        List<SizeSum> uncertain =
                sums.stream().filter(sum -> !bounds.isNonNegative(sum)).toList();
        List<Map.Entry<Dim, Integer>> sizes = uncertain.stream()
                .flatMap(sum -> Bounds.leastSize(sum, nonEmpty).stream())
                .toList();
        if (sizes.size() < uncertain.size()) {
            return false;
        }
        sizes.forEach(size -> require(size.getKey(), size.getValue(), span));
        return true;
    }

    List<LeastSize> leastSizes() {
        return List.copyOf(leastSizes.values());
    }

    /** No dim or axis of that name can be seen. */
    void reportUnknownDim(Span span, String name, Scope scope) {
        if (scope.knowsTypes()) {
            String near = Spelling.nearest(name, scope.axes()).orElse("");
            report(DiagnosticCode.UNKNOWN_DIM, span, name, near);
        }
    }

    private static boolean isPrelude(Span span) {
        return span.file() == Prelude.FILE.source();
    }

    private record InstanceKey(Ast.Name function, Arguments arguments) {}

    /** @param height how many levels of typed expressions nest in it, through the functions it calls */
    private record Instantiated(FunctionInstance instance, int height) {}
}
