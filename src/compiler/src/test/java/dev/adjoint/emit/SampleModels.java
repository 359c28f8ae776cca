package dev.adjoint.emit;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Variable;

/** Models of the kinds that are compiled most. */
final class SampleModels {
    private SampleModels() {}

    /** Mean squared error of w*x + b. */
    static ModelBuilder celsius() {
        ModelBuilder m = new ModelBuilder("Celsius").doc("Fahrenheit from Celsius: one weight, one bias.");
        Axis n = m.dim("n");
        Variable x = m.input("x", n);
        Variable y = m.target("y", n);
        Variable w = m.param("w", 1);
        Variable b = m.param("b", 0);
        Node yhat = m.output("yhat", m.add(m.mul(w, x), b));
        Node r = m.add(yhat, m.mul(m.c(-1), y));
        Node inverse = m.pow(m.dag.size(n), -1);
        m.loss(m.mul(inverse, m.sum(m.pow(r, 2), n)));
        m.gradient(w, m.mul(m.c(2), inverse, m.sum(m.mul(x, r), n)));
        m.gradient(b, m.mul(m.c(2), inverse, m.sum(r, n)));
        return m;
    }

    /** Two softplus neurons. */
    static ModelBuilder softplus() {
        ModelBuilder m = new ModelBuilder("Softplus").doc("Two softplus neurons, written out.");
        Axis n = m.dim("n");
        Variable x = m.input("x", n);
        Variable y = m.target("y", n);
        Variable w11 = m.param("w11", 0.5);
        Variable b11 = m.param("b11", 0);
        Variable w12 = m.param("w12", -0.5);
        Variable b12 = m.param("b12", 0);
        Variable w21 = m.param("w21", 1);
        Variable w22 = m.param("w22", 1);
        Variable b2 = m.param("b2", 0);
        Node z1 = m.add(m.mul(w11, x), b11);
        Node z2 = m.add(m.mul(w12, x), b12);
        Node h1 = m.let("h1", m.dag.apply(Primitive.SOFTPLUS, z1));
        Node h2 = m.let("h2", m.dag.apply(Primitive.SOFTPLUS, z2));
        Node yhat = m.output("yhat", m.add(m.mul(h1, w21), m.mul(h2, w22), b2));
        Node r = m.add(yhat, m.mul(m.c(-1), y));
        Node inverse = m.pow(m.dag.size(n), -1);
        Node twice = m.mul(m.c(2), inverse);
        m.loss(m.mul(inverse, m.sum(m.pow(r, 2), n)));
        Node s1 = m.dag.sigmoid(z1);
        Node s2 = m.dag.sigmoid(z2);
        m.gradient(w11, m.mul(twice, w21, m.sum(m.mul(r, s1, x), n)));
        m.gradient(b11, m.mul(twice, w21, m.sum(m.mul(r, s1), n)));
        m.gradient(w12, m.mul(twice, w22, m.sum(m.mul(r, s2, x), n)));
        m.gradient(b12, m.mul(twice, w22, m.sum(m.mul(r, s2), n)));
        m.gradient(w21, m.mul(twice, m.sum(m.mul(r, h1), n)));
        m.gradient(w22, m.mul(twice, m.sum(m.mul(r, h2), n)));
        m.gradient(b2, m.mul(twice, m.sum(r, n)));
        return m;
    }
}
