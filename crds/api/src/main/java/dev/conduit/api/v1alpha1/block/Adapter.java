// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A LoRA adapter that is served beside its base model. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Adapter(
    @Required
        @Size(min = 1, max = 63)
        @Pattern("^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$")
        @JsonPropertyDescription("Name that callers ask for in the request's model field.")
        String name,
    @Required
        @Size(min = 1, max = 512)
        @JsonPropertyDescription(
            "Where the adapter is: a Hugging Face id, or a URL with hf://, pvc://, oci:// or s3://.")
        String id,
    @Nullable
        @Size(min = 1, max = 128)
        @JsonPropertyDescription("Branch, tag or commit of the adapter's repository.")
        String revision) {}
