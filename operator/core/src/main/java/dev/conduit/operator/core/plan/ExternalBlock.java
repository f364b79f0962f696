// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.api.v1alpha1.block.ExternalApi;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Vendor;
import dev.conduit.contract.Credential;
import dev.conduit.contract.Dialect;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.ObjectRef;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes an endpoint of a block that stands for a hosted API. */
final class ExternalBlock {
  private static final String OPENAI = "https://api.openai.com";

  private final ObjectRef block;
  private final InferenceBlockSpec spec;

  ExternalBlock(ObjectRef block, InferenceBlockSpec spec) {
    this.block = block;
    this.spec = spec;
  }

  Admission admit(List<Finding> warnings) {
    ExternalApi api = spec.engine().external();
    if (api == null) {
      return rejected(
          warnings,
          Reason.INVALID_VALUE,
          "spec.engine.external",
          "is required when kind is external; name the vendor");
    }
    return switch (api.vendor()) {
      case OPENAI -> hosted(api, Given.or(api.baseUrl(), OPENAI), warnings);
      case OPENAI_COMPATIBLE -> hosted(api, Given.or(api.baseUrl(), ""), warnings);
      case AZURE_OPENAI, ANTHROPIC, GEMINI ->
          rejected(
              warnings,
              Reason.UNSUPPORTED_VENDOR,
              "spec.engine.external.vendor",
              "this version does not speak the API of %s; use openai or openaiCompatible"
                  .formatted(vendor(api.vendor())));
    };
  }

  private Admission hosted(ExternalApi api, String baseUrl, List<Finding> warnings) {
    URI url;
    try {
      url = URI.create(withoutSlash(baseUrl));
    } catch (IllegalArgumentException e) {
      return badUrl(warnings, baseUrl);
    }
    if (url.getHost() == null || url.getPort() > 65_535) {
      return badUrl(warnings, baseUrl);
    }
    List<String> names =
        spec.models().stream()
            .map(m -> Given.or(m.servedName(), ModelId.parse(m.id()).defaultServedName()))
            .toList();
    return new Admission.Hosted(
        new ExternalEndpoint(block, url, Dialect.OPENAI, credential(api), names), warnings);
  }

  private Admission badUrl(List<Finding> warnings, String baseUrl) {
    return rejected(
        warnings,
        Reason.INVALID_VALUE,
        "spec.engine.external.baseUrl",
        "\"" + baseUrl + "\" is no URL; write http(s)://host[:port][/path] without /v1");
  }

  /** The key is in the data plane's environment; a Secret is put there under a derived name. */
  private Optional<Credential> credential(ExternalApi api) {
    String variable = api.apiKeyEnv();
    if (variable == null && api.apiKeySecretRef() != null) {
      String name = block.namespace() + "_" + block.name();
      variable = "CONDUIT_API_KEY_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
    return Optional.ofNullable(variable)
        .map(name -> new Credential(name, "Authorization", "Bearer "));
  }

  private Admission rejected(List<Finding> warnings, Reason reason, String field, String message) {
    List<Finding> findings = new ArrayList<>(warnings);
    findings.add(new Finding.Refused(block, reason, field, field + ": " + message));
    return new Admission.Rejected(findings);
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static String vendor(Vendor vendor) {
    return vendor.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
