// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch.undocumented;

final class Nothing {}
