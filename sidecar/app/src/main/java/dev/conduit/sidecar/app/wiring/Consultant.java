// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.sidecar.app.consult.RemoteClassifier;
import dev.conduit.sidecar.core.classify.Advice;
import dev.conduit.sidecar.core.failure.Failure;
import dev.conduit.sidecar.core.route.Ask;
import dev.conduit.sidecar.core.route.Consultation;
import dev.conduit.sidecar.core.route.Deliberation;
import java.util.List;

/** The stage that asks the policy's own classifier. Confined to one event loop. */
final class Consultant {
  private final DataPlane plane;
  private final RemoteClassifier remote;

  Consultant(DataPlane plane, RemoteClassifier remote) {
    this.plane = plane;
    this.remote = remote;
  }

  /**
   * True when the request can go on at once; else {@code then} is called when it can, unless its
   * caller is gone by then.
   */
  boolean consult(Exchange x, Ask ask, Runnable then) {
    long asked = x.now();
    Deliberation deliberation = x.current.routes().deliberate(ask);
    x.deliberation = deliberation;
    Consultation consultation = deliberation.consultation();
    x.deliberationNanos = x.now() - asked;
    return switch (consultation) {
      case Consultation.NotNeeded _ -> true;
      case Consultation.Withheld(List<String> _) -> {
        x.advice = new Advice.Absent(Advice.Why.WITHHELD);
        plane.meters().consulted(result(x.advice), 0);
        yield true;
      }
      case Consultation.Wanted(var question) -> {
        long began = x.now();
        remote.ask(x.current.snapshot(), question, x.id(), advice -> heard(x, advice, began, then));
        yield false;
      }
    };
  }

  private void heard(Exchange x, Advice advice, long began, Runnable then) {
    x.advice = advice;
    plane.meters().consulted(result(advice), x.now() - began);
    if (x.request().response().closed()) {
      x.brokenOff(new Failure.ClientGone());
    } else {
      then.run();
    }
  }

  private static String result(Advice advice) {
    return switch (advice) {
      case Advice.Named _ -> "tier";
      case Advice.Scored _ -> "score";
      case Advice.Absent(Advice.Why why) -> why.label();
    };
  }
}
