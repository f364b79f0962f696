// SPDX-License-Identifier: Apache-2.0
/** Tests of model fetching against a real HTTP server. */
@NullMarked
package dev.conduit.engine.embedded.model;

import org.jspecify.annotations.NullMarked;
