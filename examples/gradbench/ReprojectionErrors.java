package examples.gradbench;

import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.RealArray;

/** Answers the residuals of a bundle adjustment; since all observations are equal, those of the first. */
final class ReprojectionErrors implements Evaluation {
    private final Model model = new BundleAdjustment();
    private final int observations;

    ReprojectionErrors(Observations data) {
        model.bind(data.values());
        observations = data.count();
    }

    @Override
    public void run() {
        model.predict();
    }

    @Override
    public void write(JsonWriter answer) {
        RealArray errors = model.output("reprojection_error").values();
        answer.beginObject();
        answer.name("reproj_error");
        answer.beginObject();
        answer.name("elements");
        answer.beginArray();
        answer.value(errors.get(0));
        answer.value(errors.get(1));
        answer.endArray();
        repeated(answer);
        answer.name("w_err");
        answer.beginObject();
        answer.name("element");
        answer.value(model.output("weight_error").values().get(0));
        repeated(answer);
        answer.endObject();
    }

    private void repeated(JsonWriter answer) {
        answer.name("repeated");
        answer.value(observations);
        answer.endObject();
    }
}
