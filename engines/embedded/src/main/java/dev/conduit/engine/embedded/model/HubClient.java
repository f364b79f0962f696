// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.model;

import dev.conduit.checkpoint.hub.Hub;
import dev.conduit.checkpoint.hub.HubFile;
import dev.conduit.checkpoint.hub.Stated;
import dev.conduit.checkpoint.wire.StoreFailure;
import dev.conduit.engine.embedded.model.ModelUnavailable.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;

/** What a fetch asks of the hub, and what the user can do about each of its refusals. */
final class HubClient {
  private final Hub hub;

  HubClient(Hub hub) {
    this.hub = hub;
  }

  /** The one GGUF file of a repository that is meant when none is named. */
  String onlyGguf(ModelReference.HubFile model) throws ModelUnavailable, InterruptedException {
    List<String> files;
    try {
      files =
          hub.files(model.repository(), model.revision()).stream()
              .filter(name -> name.endsWith(".gguf"))
              .sorted()
              .toList();
    } catch (StoreFailure e) {
      throw unavailable(model, e);
    }
    List<String> preferred =
        files.stream().filter(n -> n.toUpperCase(Locale.ROOT).contains("Q4_K_M")).toList();
    if (files.size() == 1) {
      return files.getFirst();
    }
    if (preferred.size() == 1) {
      return preferred.getFirst();
    }
    throw new ModelUnavailable(
        Kind.NOT_FOUND,
        files.isEmpty()
            ? model + ": the repository has no GGUF file; name another one"
            : model + ": name one of its files: " + String.join(", ", files));
  }

  /** Size and SHA-256 that the hub states for a file. */
  Checksum checksum(ModelReference.HubFile model, String file)
      throws ModelUnavailable, InterruptedException {
    Stated stated;
    try {
      stated = hub.stated(new HubFile(model.repository(), model.revision(), file));
    } catch (StoreFailure e) {
      throw unavailable(model, e);
    }
    if (stated.sha256().isEmpty() || stated.bytes() <= 0) {
      throw new ModelUnavailable(
          Kind.CORRUPT, model + ": the hub states no checksum for it; it cannot be verified");
    }
    return new Checksum(stated.bytes(), stated.sha256().get());
  }

  /** The file's bytes from {@code offset} on. The caller closes the stream. */
  HttpResponse<InputStream> open(ModelReference.HubFile model, String file, long offset)
      throws IOException, ModelUnavailable, InterruptedException {
    try {
      return hub.open(new HubFile(model.repository(), model.revision(), file), offset);
    } catch (StoreFailure e) {
      if (e.kind() == StoreFailure.Kind.UNREACHABLE || e.kind() == StoreFailure.Kind.BROKEN) {
        throw e; // another attempt resumes
      }
      throw unavailable(model, e);
    }
  }

  private ModelUnavailable unavailable(ModelReference.HubFile model, StoreFailure failure) {
    return switch (failure.kind()) {
      case GATED, REFUSED ->
          new ModelUnavailable(
              Kind.UNAUTHORIZED,
              hub.access().token().isPresent()
                  ? model + ": the hub refuses the token; accept the model's terms or use another"
                  : model + ": the hub asks for a token; set HF_TOKEN",
              failure);
      case NO_REPOSITORY, NO_REVISION, NO_FILE ->
          new ModelUnavailable(
              Kind.NOT_FOUND,
              "%s: no such repository, revision or file on %s"
                  .formatted(model, hub.access().endpoint()),
              failure);
      case BUSY ->
          new ModelUnavailable(
              Kind.NETWORK, "%s: %s; try again".formatted(model, failure.reason()), failure);
      case BROKEN, UNREACHABLE ->
          new ModelUnavailable(
              Kind.NETWORK,
              "%s: %s; check the network or set HF_ENDPOINT".formatted(model, failure.reason()),
              failure);
    };
  }
}
