// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.cascade;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;

/**
 * Holds values against JSON Schemas of callers. Nothing is fetched, what it takes is bounded, and
 * no schema is known to the next request. A schema that cannot be used, or that takes too much,
 * throws; it may take a second or go deep, so a thread that matters is no place for it.
 */
final class Schemas {
  /** Characters of a schema times those of a value: one keyword may look at all of both. */
  private static final long MOST_PAIRS = 1L << 32;

  private Schemas() {}

  static boolean holds(String schema, String value) {
    if ((long) schema.length() * value.length() > MOST_PAIRS) {
      throw new IllegalArgumentException("the schema is too large for so long a value");
    }
    SchemaEffort effort = new SchemaEffort();
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder()
            .preloadSchema(false)
            .regularExpressionFactory(effort::expression)
            .build();
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            with ->
                with.schemaRegistryConfig(config)
                    .schemaCacheEnabled(false)
                    .schemaLoader(loader -> loader.fetchRemoteResources(false)));
    return registry
        .getSchema(schema, InputFormat.JSON)
        .validate(effort, value, InputFormat.JSON)
        .isEmpty();
  }
}
