// SPDX-License-Identifier: Apache-2.0
/**
 * Real images, unpacked and run as a kubelet would: another user, a root that cannot be written.
 */
@NullMarked
package dev.conduit.packaging.image;

import org.jspecify.annotations.NullMarked;
