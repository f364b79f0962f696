// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.api.v1alpha1.common.SecretKeyRef;
import dev.conduit.operator.core.model.ModelId;
import java.util.Optional;

/**
 * A model of the hub that a block names.
 *
 * @param id as the block writes it
 * @param repository {@code org/name}
 * @param file the GGUF file; empty for the repository's safetensors
 * @param revision branch, tag or commit
 * @param secret of the token that the engine will have and that is not at hand here, in words
 */
record HubModel(String id, String repository, String file, String revision, Optional<String> secret)
    implements RemoteModel {
  /** Empty for a model of another place. */
  static Optional<HubModel> of(Model model) {
    ModelId id = ModelId.parse(model.id());
    if (!id.scheme().equals("hf")) {
      return Optional.empty();
    }
    String file = id.isGgufFile() ? id.path().substring(id.repository().length() + 1) : "";
    String revision = Optional.ofNullable(model.revision()).or(id::revision).orElse("main");
    SecretKeyRef secret = model.tokenSecretRef();
    return Optional.of(
        new HubModel(
            id.raw(),
            id.repository(),
            file,
            revision,
            Optional.ofNullable(secret).map(ref -> ref.name() + " key " + ref.key())));
  }

  @Override
  public HubModel withoutSecret() {
    return new HubModel(id, repository, file, revision, Optional.empty());
  }

  boolean isCommit() {
    return isCommit(revision);
  }

  static boolean isCommit(String revision) {
    return revision.matches("[0-9a-f]{40}");
  }
}
