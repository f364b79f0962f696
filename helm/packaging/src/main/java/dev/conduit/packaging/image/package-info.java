// SPDX-License-Identifier: Apache-2.0
/**
 * Container images of the programs, as tars, without a container engine or a registry: a Java
 * runtime cut to size, the shared libraries that it needs, the program, its AOT cache.
 */
@NullMarked
package dev.conduit.packaging.image;

import org.jspecify.annotations.NullMarked;
