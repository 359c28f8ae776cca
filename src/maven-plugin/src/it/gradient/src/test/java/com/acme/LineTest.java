package com.acme;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class LineTest {
    /** At w = 1, b = 0, x = 2.1, y = 4: (2.1 - 4)^2 = 3.61; by w, 2(2.1 - 4) 2.1 = -7.98; by b, 2(2.1 - 4) = -3.8. */
    @Test
    void givesTheGradientWorkedOutByHand() {
        Line line = new Line();
        line.parameters().initialise(1);
        double[] gradient = new double[2];
        double loss = line.lossAndGradient(new double[] {2.1}, new double[] {4}, gradient);
        assertEquals(3.61, loss, 1e-14);
        assertArrayEquals(new double[] {-7.98, -3.8}, gradient, 1e-14);
    }
}
