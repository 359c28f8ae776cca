package dev.adjoint.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.expr.Axis;
import dev.adjoint.runtime.Initialiser;
import dev.adjoint.runtime.Signature;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a generated class says about itself. */
class GeneratedSignatureTest {
    /** One of each. */
    private static final List<Initialiser> INITIALISERS = List.of(
            new Initialiser.Missing(),
            new Initialiser.Constant(-0.1),
            new Initialiser.Normal(1, 0.5),
            new Initialiser.Uniform(-2, 3),
            new Initialiser.GlorotUniform(4, 3, 1),
            new Initialiser.GlorotNormal(4, 3, 5.0 / 3),
            new Initialiser.KaimingUniform(4, Math.sqrt(2)),
            new Initialiser.KaimingNormal(4, 1),
            new Initialiser.Orthogonal(4, 3, 1));

    @Test
    void keepsEveryInitialiser() {
        assertThat(INITIALISERS)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(Initialiser.class.getPermittedSubclasses()));
        ModelBuilder builder = new ModelBuilder("Started");
        Axis in = builder.dim("in", 4);
        Axis out = builder.dim("out", 3);
        for (int i = 0; i < INITIALISERS.size(); i++) {
            builder.frozen("p" + i, INITIALISERS.get(i), in, out);
        }

        Signature signature = builder.loss(builder.c(0)).load().signature();

        assertThat(signature.parameters())
                .extracting(Signature.Parameter::initialiser)
                .containsExactlyElementsOf(INITIALISERS);
    }
}
