// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.operator.core.model.ModelId;
import java.util.Optional;

/** A model of a place that is asked over the network. */
sealed interface RemoteModel permits HubModel, OciModel {
  /** Empty for a model of another place. */
  static Optional<RemoteModel> of(Model model) {
    return switch (ModelId.parse(model.id()).scheme()) {
      case "hf" -> HubModel.of(model).map(one -> one);
      case "oci" -> Optional.of(OciModel.of(model));
      default -> Optional.empty();
    };
  }

  /** As the block writes it. */
  String id();

  /** Of the token or login that the engine will have and that is not at hand here, in words. */
  Optional<String> secret();

  /** The same where what its Secret holds, or what stands for it, is at hand. */
  RemoteModel withoutSecret();
}
