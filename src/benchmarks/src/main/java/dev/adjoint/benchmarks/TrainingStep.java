package dev.adjoint.benchmarks;

/** A training that can be taken forward by one step of full-batch gradient descent. */
interface TrainingStep {
    /** @return the loss before the step */
    double step();

    /** The parameters, in declared order. */
    double[] parameters();
}
