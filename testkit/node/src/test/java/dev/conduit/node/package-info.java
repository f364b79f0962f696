// SPDX-License-Identifier: Apache-2.0

/**
 * The whole path on a real node: kubelet, containerd, kube-proxy and CoreDNS run our images,
 * installed by the charts. Run by {@code testkit/node/bin/e2e} alone, in namespaces of its own.
 */
@NullMarked
package dev.conduit.node;

import org.jspecify.annotations.NullMarked;
