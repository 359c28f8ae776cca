package dev.adjoint.cli.files;

import dev.adjoint.runtime.Signature;
import java.util.List;
import java.util.Map;

/** Something that holds values of samples by name. What it knows of its content, it knows from {@link #read}. */
interface SampleSource {
    /** How the user named it. */
    String name();

    /**
     * Reads the values that are wanted, as far as they are there and nothing is wrong with them; whatever else is there may
     * be anything.
     *
     * @param findings receives what is wrong
     * @return by name
     */
    Map<String, FoundValue> read(List<Signature.Value> wanted, Findings findings);

    /** Reports those of the names that are not there at all. */
    void reportMissing(List<String> names, Findings findings);
}
