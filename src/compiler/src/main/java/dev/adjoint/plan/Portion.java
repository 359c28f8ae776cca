package dev.adjoint.plan;

import dev.adjoint.expr.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Steps of one site that become one kernel: all of them, or, where that is too much code for one method, as many as fit.
 *
 * @param site the loops
 * @param items the steps
 */
record Portion(Site site, List<Item> items) {
    /** Estimated bytecode of all steps in one method. */
    static int bytes(Collection<List<Item>> sites) {
        return sites.stream().flatMap(List::stream).mapToInt(Item::bytes).sum();
    }

    static List<Portion> of(Map<Site, List<Item>> sites, int methodBytes) {
        List<Portion> portions = new ArrayList<>();
        sites.forEach((site, items) -> cut(site, items, methodBytes, portions));
        return portions;
    }

    /** Estimated bytecode in a method that must leave its results in memory. */
    int bytes() {
        return bytes(List.of(items)) + Cost.STORE * items.size();
    }

    private static void cut(Site site, List<Item> items, int methodBytes, List<Portion> portions) {
        int start = 0;
        int bytes = 0;
        for (int i = 0; i < items.size(); i++) {
            int next = items.get(i).bytes() + Cost.STORE;
            if (i > start && bytes + next > methodBytes) {
                portions.add(new Portion(site, items.subList(start, i)));
                start = i;
                bytes = 0;
            }
            bytes += next;
        }
        portions.add(new Portion(site, items.subList(start, items.size())));
    }

    /** The call or scan, if it is one. */
    Optional<Node> run() {
        return items.get(0).action() instanceof Action.Run run ? Optional.of(run.node()) : Optional.empty();
    }

    /** What the steps read and do not compute themselves. */
    Set<Node> mentions() {
        Set<Node> mentions = new LinkedHashSet<>();
        items.forEach(item -> mentions.addAll(item.mentions()));
        items.stream().filter(Item::isLocal).map(Item::node).forEach(mentions::remove);
        return mentions;
    }
}
