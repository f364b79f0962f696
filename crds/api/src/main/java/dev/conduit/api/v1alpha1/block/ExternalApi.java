// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.conduit.api.v1alpha1.common.SecretKeyRef;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The hosted API behind a block of kind external. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.vendor in ['openai', 'anthropic', 'gemini'] || has(self.baseUrl)",
    message = "baseUrl is required for this vendor; set the URL of its API without /v1",
    fieldPath = ".baseUrl")
@ValidationRule(
    value = "!(has(self.apiKeySecretRef) && has(self.apiKeyEnv))",
    message = "set apiKeySecretRef (cluster) or apiKeyEnv (local mode), not both",
    fieldPath = ".apiKeyEnv")
public record ExternalApi(
    @Required
        @JsonPropertyDescription("Whose API it is; it decides wire format and authentication.")
        Vendor vendor,
    @Nullable
        @Size(min = 1, max = 512)
        @Pattern("^https?://[^\\s/]+(/[^\\s]*)?$")
        @JsonPropertyDescription(
            "URL of the API without /v1. Required for azureOpenai and openaiCompatible.")
        String baseUrl,
    @Nullable
        @JsonPropertyDescription(
            "Secret with the API key. Only the gateway reads it, never the app's pod.")
        SecretKeyRef apiKeySecretRef,
    @Nullable
        @Size(min = 1, max = 128)
        @Pattern("^[A-Za-z_][A-Za-z0-9_]*$")
        @JsonPropertyDescription("Environment variable with the API key, for local mode.")
        String apiKeyEnv) {}
