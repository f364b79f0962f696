// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import java.util.List;

/**
 * A hosted API in a {@link PlanReport}.
 *
 * @param url without {@code /v1}
 */
record ReportedExternal(String namespace, String block, String url, List<String> servedNames) {}
