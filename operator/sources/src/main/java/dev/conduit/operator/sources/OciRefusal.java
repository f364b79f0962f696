// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.checkpoint.oci.ImageReference;
import dev.conduit.checkpoint.wire.StoreFailure;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;

/**
 * What a refusal of a registry means for a block.
 *
 * @param hasLogin whether one was sent
 */
record OciRefusal(OciModel model, ImageReference image, boolean hasLogin, StoreFailure failure) {
  /** Whether the model may be as it should nevertheless. */
  boolean isPassing() {
    return obstacle() == Obstacle.UNREACHABLE;
  }

  ModelReading reading() {
    return new ModelReading.Obstructed(obstacle(), "\"%s\": %s".formatted(model.id(), why()));
  }

  private Obstacle obstacle() {
    return switch (failure.kind()) {
      case GATED, REFUSED -> isSecretElsewhere() ? Obstacle.UNREACHABLE : Obstacle.ACCESS;
      case NO_REPOSITORY, NO_REVISION, NO_FILE ->
          isSecretElsewhere() ? Obstacle.UNREACHABLE : Obstacle.MISSING;
      case BUSY, BROKEN, UNREACHABLE -> Obstacle.UNREACHABLE;
    };
  }

  /** The node will have a login that is not at hand here. */
  private boolean isSecretElsewhere() {
    return model.secret().isPresent();
  }

  private String why() {
    return switch (failure.kind()) {
      case GATED, REFUSED -> isSecretElsewhere() ? elsewhere() : refused();
      case NO_REPOSITORY, NO_REVISION, NO_FILE ->
          isSecretElsewhere()
              ? elsewhere()
              : "%s; correct spec.models[0].id%s"
                  .formatted(
                      failure.reason(),
                      hasLogin ? "" : ", or log in if it is private: docker login");
      case BUSY ->
          "too many requests (%s); plan again later, log in for a higher limit, or declare spec.models[0].facts"
              .formatted(failure.reason());
      case BROKEN, UNREACHABLE ->
          "%s; check the network, HTTPS_PROXY and, for a registry without TLS, CONDUIT_PLAIN_HTTP_REGISTRIES, or declare spec.models[0].facts"
              .formatted(failure.reason());
    };
  }

  private String elsewhere() {
    return "it needs a login, and the one in Secret %s is not read here; log in here (docker login %s), or declare spec.models[0].facts"
        .formatted(model.secret().orElse(""), image.registry());
  }

  private String refused() {
    return hasLogin
        ? "the login is refused, or may not pull (%s); log in again at %s"
            .formatted(failure.reason(), image.registry())
        : "it asks for a login (%s); log in here (docker login %s), and name a Secret of type kubernetes.io/dockerconfigjson in spec.models[0].tokenSecretRef with key .dockerconfigjson for the node"
            .formatted(failure.reason(), image.registry());
  }
}
