// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.gather;

import dev.conduit.api.v1alpha1.common.SecretKeyRef;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.sources.Tokens;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Tokens in the Secrets that blocks name. Read when they are needed, and not kept. */
public record SecretTokens(KubernetesClient client) implements Tokens {
  private static final Logger LOG = Logger.getLogger(SecretTokens.class);

  @Override
  public Optional<String> of(String namespace, SecretKeyRef ref) {
    try {
      Secret secret = client.secrets().inNamespace(namespace).withName(ref.name()).get();
      return secret == null
          ? Optional.empty()
          : Optional.ofNullable(Given.map(secret.getData()).get(ref.key()))
              .map(SecretTokens::decoded)
              .filter(token -> !token.isEmpty());
    } catch (KubernetesClientException | IllegalArgumentException e) {
      LOG.warnf(
          "Secret %s/%s cannot be read, so access to its model is not checked: status %s",
          namespace, ref.name(), e instanceof KubernetesClientException k ? k.getCode() : "-");
      return Optional.empty();
    }
  }

  private static String decoded(String text) {
    return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8).strip();
  }

  /** Without what it can read. */
  @Override
  public String toString() {
    return "SecretTokens";
  }
}
