// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where downloaded weights are kept. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.claimName) && has(self.hostPath))",
    message = "set claimName or hostPath, not both",
    fieldPath = ".hostPath")
public record WeightCache(
    @Nullable
        @Size(min = 1, max = 253)
        @JsonPropertyDescription("PersistentVolumeClaim that holds the weights.")
        String claimName,
    @Nullable
        @Size(min = 1, max = 512)
        @Pattern("^/.*$")
        @JsonPropertyDescription("Folder of the node that holds the weights.")
        String hostPath,
    @Nullable
        @Pattern("^[0-9]+(\\.[0-9]+)?(Ki|Mi|Gi|Ti)?$")
        @Size(max = 32)
        @JsonPropertyDescription("Most space that weights may take, such as 200Gi.")
        String sizeLimit) {}
