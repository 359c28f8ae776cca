/**
 * The compiler's facade and the order of its passes. In: model files. Out: diagnostics, formulas, Java, running models.
 *
 * <p>{@link dev.adjoint.driver.Adjoint} is the way in; {@code Passes} holds the pipeline in one readable place. May import
 * every package of the compiler; none imports this one.
 */
package dev.adjoint.driver;
