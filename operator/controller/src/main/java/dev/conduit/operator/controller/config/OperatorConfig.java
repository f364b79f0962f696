// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/** The settings of the operator. Environment form: {@code CONDUIT_OPERATOR_IMAGES_SIMULATOR}. */
@ConfigMapping(prefix = "conduit.operator")
public interface OperatorConfig {
  /** Namespace that the operator runs in: of its lease and its own Secret. */
  @WithDefault("${pod.namespace:conduit-system}")
  String namespace();

  /** Images of our own engines. */
  Images images();

  /** The stream of snapshots to data planes. */
  Discovery discovery();

  /** Where the sizes of models are from. */
  Facts facts();

  /** Models that the catalogue does not know. */
  interface Facts {
    /** Whether their headers are read on the Hugging Face hub. */
    @WithDefault("false")
    boolean hub();

    /** Whether the Secrets that blocks name are read for it. */
    @WithDefault("false")
    boolean blockTokens();

    /**
     * Whether pods are made that read them off the claims that blocks name; they run {@code
     * images.operator}.
     */
    @WithDefault("false")
    boolean claims();
  }

  /** Where discovery listens. */
  interface Discovery {
    /** Address to listen on. */
    @WithDefault("0.0.0.0")
    String host();

    /** Port; 0 takes a free one. */
    @WithDefault("9443")
    int port();

    /** Further names or addresses that data planes connect to, beside those of the Service. */
    Optional<Set<String>> names();
  }

  /** References to pull. */
  interface Images {
    /** Of the embedded engine. */
    Optional<String> embedded();

    /** Of this program. */
    Optional<String> operator();

    /** Of the simulator. */
    Optional<String> simulator();
  }
}
