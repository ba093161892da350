// SPDX-License-Identifier: Apache-2.0
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/// ReadDelta TABLE read|checkpoint: prints the rows and the sum of the column x as Spark has them; or appends a row (of x = 1000, d = "spark") and writes a checkpoint.
public class ReadDelta {
    public static void main(String[] arguments) throws Exception {
        SparkSession spark = SparkSession.builder().master("local[1]").appName("spate").config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1").config("spark.databricks.delta.snapshotPartitions", "1").config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1").config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog").getOrCreate();
        String table = arguments[0];
        if (arguments[1].equals("checkpoint")) {
            spark.sql("insert into delta.`" + table + "` values (1000, 'spark')");
            org.apache.spark.sql.delta.DeltaLog.forTable(spark, table).checkpoint();
        }
        Row found = spark.read().format("delta").load(table).selectExpr("count(*)", "sum(x)").first();
        System.out.println("RESULT " + found.getLong(0) + " " + found.getLong(1));
        spark.stop();
    }
}
