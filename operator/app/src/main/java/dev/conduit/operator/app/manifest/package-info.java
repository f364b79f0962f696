// SPDX-License-Identifier: Apache-2.0
/**
 * Manifests from files: read, validated by the CRDs' own rules, and turned into resources, or
 * refused with file, line and field.
 */
@NullMarked
package dev.conduit.operator.app.manifest;

import org.jspecify.annotations.NullMarked;
