// SPDX-License-Identifier: Apache-2.0
/** Both ends of the snapshot stream against each other, on real sockets with real TLS. */
@NullMarked
package dev.conduit.testkit.discovery;

import org.jspecify.annotations.NullMarked;
