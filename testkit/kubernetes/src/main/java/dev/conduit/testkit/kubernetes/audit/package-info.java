// SPDX-License-Identifier: Apache-2.0

/** What the API server was asked, by whom: read from its audit log, counted and compared. */
@NullMarked
package dev.conduit.testkit.kubernetes.audit;

import org.jspecify.annotations.NullMarked;
