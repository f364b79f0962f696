// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A class of data, by what is looked for in a request. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.detect) || has(self.patterns)",
    message = "set at least one of detect and patterns")
public record DataClassSpec(
    @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription(
            "Name that targets and rules use. The names pii and secret replace the built-in classes.")
        String name,
    @Nullable
        @Size(min = 1, max = 16)
        @JsonPropertyDescription(
            "Kinds of data: email, card, iban, phone, apiKey, privateKey, jwt. Cards and IBANs are checked by their digits.")
        List<DataKind> detect,
    @Nullable
        @Size(min = 1, max = 8)
        @JsonPropertyDescription("RE2 expressions, looked for in the whole request.")
        List<@Size(min = 1, max = 512) String> patterns) {}
