// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.conduit.operator.app.process.ProcessIdentity;
import java.net.URI;
import java.nio.file.Path;

/**
 * One {@code conduit up}.
 *
 * @param supervisor the process that holds it up
 * @param folder of manifests, absolute
 * @param url of the sidecar, without {@code /v1}
 */
public record Session(
    @JsonProperty(required = true) ProcessIdentity supervisor,
    @JsonProperty(required = true) Path folder,
    @JsonProperty(required = true) URI url) {}
