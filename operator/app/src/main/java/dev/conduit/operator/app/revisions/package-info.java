// SPDX-License-Identifier: Apache-2.0
/** What a running sidecar's classifier has learned: revisions, and why each one came. */
@NullMarked
package dev.conduit.operator.app.revisions;

import org.jspecify.annotations.NullMarked;
