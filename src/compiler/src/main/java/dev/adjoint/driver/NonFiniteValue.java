package dev.adjoint.driver;

import dev.adjoint.source.Span;
import java.util.Optional;

/**
 * Where a computation left the finite numbers.
 *
 * @param formula the value, as text
 * @param value NaN or an infinity
 * @param operands the finite operands at the first such element, as text such as {@code x - 1 = -3}
 * @param span where it stands in the model file
 */
public record NonFiniteValue(String formula, double value, String operands, Optional<Span> span) {}
