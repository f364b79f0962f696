// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.api.v1alpha1.common.SecretKeyRef;
import dev.conduit.checkpoint.oci.ImageReference;
import dev.conduit.operator.core.model.ModelId;
import java.util.Optional;

/**
 * A model of a registry that a block names.
 *
 * @param id as the block writes it
 * @param image empty where it is no reference of one
 * @param inside folder or GGUF file within; empty for the top
 * @param gguf whether that is a GGUF file
 * @param secret of the login that the node pulls with and that is not at hand here, in words
 */
record OciModel(
    String id, Optional<ImageReference> image, String inside, boolean gguf, Optional<String> secret)
    implements RemoteModel {
  static OciModel of(Model model) {
    ModelId id = ModelId.parse(model.id());
    SecretKeyRef secret = model.tokenSecretRef();
    return new OciModel(
        id.raw(),
        ImageReference.parse(id.volume()),
        id.inside(),
        id.isGgufFile(),
        Optional.ofNullable(secret).map(ref -> ref.name() + " key " + ref.key()));
  }

  @Override
  public OciModel withoutSecret() {
    return new OciModel(id, image, inside, gguf, Optional.empty());
  }

  /** Whether what it stands for may move. */
  boolean isTag() {
    return image.filter(one -> one.digest().isEmpty()).isPresent();
  }

  /** The folder of its files. */
  String folder() {
    int slash = inside.lastIndexOf('/');
    return gguf ? inside.substring(0, Math.max(0, slash)) : inside;
  }

  /** The GGUF file within {@link #folder}; empty for safetensors. */
  String file() {
    return gguf ? inside.substring(inside.lastIndexOf('/') + 1) : "";
  }
}
