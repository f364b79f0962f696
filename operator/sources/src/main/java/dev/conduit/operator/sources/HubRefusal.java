// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.checkpoint.hub.HubAccess;
import dev.conduit.checkpoint.wire.StoreFailure;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;

/**
 * What the hub's refusal means for a plan, and what its user can do. Messages hold no token.
 *
 * @param model that was asked for
 * @param access that it was asked with
 * @param failure that came back
 */
record HubRefusal(HubModel model, HubAccess access, StoreFailure failure) {
  /** Whether the model may be as it should nevertheless. */
  boolean isPassing() {
    return obstacle() == Obstacle.UNREACHABLE;
  }

  ModelReading reading() {
    return new ModelReading.Obstructed(obstacle(), why());
  }

  private Obstacle obstacle() {
    return switch (failure.kind()) {
      case GATED, REFUSED -> isSecretElsewhere() ? Obstacle.UNREACHABLE : Obstacle.ACCESS;
      case NO_REPOSITORY -> isSecretElsewhere() ? Obstacle.UNREACHABLE : Obstacle.MISSING;
      case NO_REVISION -> Obstacle.MISSING;
      case NO_FILE -> model.file().isEmpty() ? Obstacle.UNSUPPORTED : Obstacle.MISSING;
      case BUSY, BROKEN, UNREACHABLE -> Obstacle.UNREACHABLE;
    };
  }

  /** The engine will have a token that is not at hand here. */
  private boolean isSecretElsewhere() {
    return model.secret().isPresent();
  }

  private String why() {
    String what = "\"%s\" on %s: ".formatted(model.id(), access.endpoint());
    return what
        + switch (failure.kind()) {
          case GATED, REFUSED -> isSecretElsewhere() ? elsewhere() : refused();
          case NO_REPOSITORY -> isSecretElsewhere() ? elsewhere() : noRepository();
          case NO_REVISION ->
              "it has no revision \"%s\"; correct spec.models[0].revision"
                  .formatted(model.revision());
          case NO_FILE ->
              model.file().isEmpty()
                  ? "there is no config.json at revision \"%s\"; correct spec.models[0].id, or declare spec.models[0].facts"
                      .formatted(model.revision())
                  : "there is no file %s at revision \"%s\"; correct spec.models[0].id"
                      .formatted(model.file(), model.revision());
          case BUSY ->
              "too many requests (%s); plan again later, set HF_TOKEN for a higher limit, or declare spec.models[0].facts"
                  .formatted(failure.reason());
          case BROKEN, UNREACHABLE ->
              "%s; check the network, HTTPS_PROXY and HF_ENDPOINT, or declare spec.models[0].facts"
                  .formatted(failure.reason());
        };
  }

  private String elsewhere() {
    return "it needs a token, and the one in Secret %s is not read here; set HF_TOKEN to look it up, or declare spec.models[0].facts"
        .formatted(model.secret().orElse(""));
  }

  private String refused() {
    String terms = access.endpoint() + "/" + model.repository();
    boolean gated = failure.kind() == StoreFailure.Kind.GATED;
    if (access.token().isEmpty()) {
      return "%s; accept its terms at %s, then set HF_TOKEN for the lookup and spec.models[0].tokenSecretRef for the engine"
          .formatted(gated ? "it is gated, and no token was given" : "it asks for a token", terms);
    }
    return gated
        ? "it is gated, and the user of this token has no access; accept its terms at %s, or use another token"
            .formatted(terms)
        : "the token is refused; it has expired or may not read this: make another at %s/settings/tokens"
            .formatted(access.endpoint());
  }

  private String noRepository() {
    return access.token().isEmpty()
        ? "there is no repository %s, or it is private; correct spec.models[0].id, or set HF_TOKEN and spec.models[0].tokenSecretRef"
            .formatted(model.repository())
        : "there is no repository %s that the user of this token can see; correct spec.models[0].id"
            .formatted(model.repository());
  }
}
