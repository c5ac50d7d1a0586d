package tributary.tests

import java.io.{BufferedInputStream, BufferedOutputStream, DataInputStream, DataOutputStream}
import java.net.URI
import java.nio.file.{Files, Path, Paths}
import java.nio.file.StandardCopyOption.{ATOMIC_MOVE, REPLACE_EXISTING}
import java.util.UUID
import scala.jdk.CollectionConverters._

import org.apache.spark.sql.catalyst.InternalRow
import org.apache.spark.sql.catalyst.expressions.{UnsafeProjection, UnsafeRow}
import org.apache.spark.sql.connector.catalog.{SupportsRead, SupportsRowLevelOperations, SupportsWrite, Table}
import org.apache.spark.sql.connector.catalog.{TableCapability, TableProvider}
import org.apache.spark.sql.connector.expressions.Transform
import org.apache.spark.sql.connector.read.{Batch, InputPartition, PartitionReader, PartitionReaderFactory, Scan, ScanBuilder}
import org.apache.spark.sql.connector.write.{BatchWrite, DataWriter, DataWriterFactory, LogicalWriteInfo, PhysicalWriteInfo}
import org.apache.spark.sql.connector.write.{RowLevelOperation, RowLevelOperationBuilder, RowLevelOperationInfo}
import org.apache.spark.sql.connector.write.{SupportsDynamicOverwrite, SupportsTruncate, Write, WriteBuilder, WriterCommitMessage}
import org.apache.spark.sql.sources.DataSourceRegister
import org.apache.spark.sql.types.StructType
import org.apache.spark.sql.util.CaseInsensitiveStringMap

/** A table format that takes `merge`, for the tests: Delta's and Iceberg's jars are in no Python package.
  *
  * It is called `delta`, so that dbt-spark takes its tables for such. Rows lie in files of any name, and the file `current`
  * names those that count; each statement that writes replaces it once, at its end. A merge is planned by Spark itself, as one
  * of Iceberg is; Delta plans its own.
  */
class MergingFormat extends TableProvider with DataSourceRegister {
  override def shortName(): String = "delta"
  override def supportsExternalMetadata: Boolean = true
  override def inferSchema(options: CaseInsensitiveStringMap): StructType =
    throw new UnsupportedOperationException("a table is made with its columns")
  override def getTable(columns: StructType, by: Array[Transform], properties: java.util.Map[String, String]): Table = {
    // Asked for its columns alone, before there is a place, when it is made.
    val place = new CaseInsensitiveStringMap(properties).getOrDefault("path", "/")
    new MergingTable(columns, if (place.startsWith("file:")) Paths.get(new URI(place)) else Paths.get(place))
  }
}

class MergingTable(columns: StructType, folder: Path)
    extends Table with SupportsRead with SupportsWrite with SupportsRowLevelOperations {

  override def name: String = folder.toString
  override def schema: StructType = columns
  override def capabilities: java.util.Set[TableCapability] = Set(
    TableCapability.BATCH_READ, TableCapability.BATCH_WRITE,
    TableCapability.TRUNCATE, TableCapability.OVERWRITE_DYNAMIC
  ).asJava

  override def newScanBuilder(options: CaseInsensitiveStringMap): ScanBuilder = () => new Scan with Batch {
    private val files = current
    override def readSchema: StructType = columns
    override def toBatch: Batch = this
    override def planInputPartitions: Array[InputPartition] =
      files.map(name => RowsFile(folder.resolve(name).toString): InputPartition).toArray
    override def createReaderFactory: PartitionReaderFactory = new ReaderFactory(columns.size)
  }

  override def newWriteBuilder(info: LogicalWriteInfo): WriteBuilder =
    new WriteBuilder with SupportsTruncate with SupportsDynamicOverwrite {
      private var keeps = true
      override def truncate: WriteBuilder = { keeps = false; this }
      override def overwriteDynamicPartitions: WriteBuilder = truncate // there are no partitions
      override def build: Write = write(keeps)
    }

  override def newRowLevelOperationBuilder(info: RowLevelOperationInfo): RowLevelOperationBuilder =
    () => new RowLevelOperation {
      override def command: RowLevelOperation.Command = info.command
      override def newScanBuilder(options: CaseInsensitiveStringMap): ScanBuilder = MergingTable.this.newScanBuilder(options)
      override def newWriteBuilder(info: LogicalWriteInfo): WriteBuilder = new WriteBuilder {
        override def build: Write = write(keeps = false) // all rows were read, and those that stay are written again
      }
    }

  private def manifest: Path = folder.resolve("current")

  private def current: Seq[String] =
    if (Files.exists(manifest)) Files.readAllLines(manifest).asScala.toSeq else Seq.empty

  private def write(keeps: Boolean): Write = new Write {
    override def toBatch: BatchWrite = new BatchWrite {
      override def createBatchWriterFactory(info: PhysicalWriteInfo): DataWriterFactory =
        new WriterFactory(columns, folder.toString)
      override def commit(messages: Array[WriterCommitMessage]): Unit = {
        val written = messages.collect { case RowsFile(path) => Paths.get(path).getFileName.toString }
        val files = (if (keeps) current else Seq.empty) ++ written
        Files.createDirectories(folder)
        val next = Files.write(folder.resolve(UUID.randomUUID.toString), files.asJava)
        Files.move(next, manifest, ATOMIC_MOVE, REPLACE_EXISTING)
      }
      override def abort(messages: Array[WriterCommitMessage]): Unit = () // no manifest names what was written
    }
  }
}

/** A file of rows: each its length and its bytes, then a length of -1. */
case class RowsFile(path: String) extends InputPartition with WriterCommitMessage

class ReaderFactory(columns: Int) extends PartitionReaderFactory {
  override def createReader(partition: InputPartition): PartitionReader[InternalRow] = new PartitionReader[InternalRow] {
    private val input = partition match {
      case RowsFile(path) => new DataInputStream(new BufferedInputStream(Files.newInputStream(Paths.get(path))))
    }
    private val row = new UnsafeRow(columns)
    override def next: Boolean = {
      val length = input.readInt()
      if (length >= 0) {
        val bytes = new Array[Byte](length)
        input.readFully(bytes)
        row.pointTo(bytes, length)
      }
      length >= 0
    }
    override def get: InternalRow = row
    override def close(): Unit = input.close()
  }
}

class WriterFactory(columns: StructType, folder: String) extends DataWriterFactory {
  override def createWriter(partition: Int, task: Long): DataWriter[InternalRow] = new DataWriter[InternalRow] {
    Files.createDirectories(Paths.get(folder))
    private val file = Paths.get(folder, UUID.randomUUID.toString)
    private val output = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))
    private val bytesOf = UnsafeProjection.create(columns)
    override def write(row: InternalRow): Unit = {
      val bytes = bytesOf(row).getBytes
      output.writeInt(bytes.length)
      output.write(bytes)
    }
    override def commit: WriterCommitMessage = { output.writeInt(-1); output.close(); RowsFile(file.toString) }
    override def abort(): Unit = { output.close(); Files.deleteIfExists(file) }
    override def close(): Unit = output.close()
  }
}
