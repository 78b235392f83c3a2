"""The methods of tenure 0.1.0, typed.

Generated from the program by `swift run tenure-gen`; do not edit.
"""

import datetime
import os
from typing import Any, Callable, Dict, Literal, Mapping, Optional, Sequence, Tuple, Union

from .result import Result

Path = Union[str, "os.PathLike[str]"]
Date = Union[str, datetime.date]
Progress = Callable[[float, str], Any]


class Methods:
    """Every method of the protocol; a parameter that is None is not sent.

    `progress` is called with a fraction from 0 to 1 and a note. `timeout` is in seconds;
    when it is over the request is cancelled and RequestTimeout raised.
    """

    def _call(self, method, params, rows, progress, timeout) -> Any:
        raise NotImplementedError

    # The five

    def segment(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        explain: Optional[int] = None,
        strict: Optional[bool] = None,
        method: Optional[
            Literal[
                "auto",
                "rfm",
                "rfm8",
                "kmeans",
                "kprototypes",
                "gmm",
                "hierarchical",
                "dbscan",
                "lifecycle",
                "value",
                "rules",
            ]
        ] = None,
        k: Optional[Union[Literal["auto"], int]] = None,
        features: Optional[Union[Literal["auto"], Sequence[str]]] = None,
        scale: Optional[Literal["standard", "robust", "minmax", "none"]] = None,
        metric: Optional[Literal["euclidean", "cosine"]] = None,
        log: Optional[Union[Literal["auto", "none"], Sequence[str]]] = None,
        missing: Optional[Literal["median", "drop", "error"]] = None,
        init: Optional[Union[Literal["k-means++", "random"], Sequence[Sequence[float]]]] = None,
        nInit: Optional[int] = None,
        maxIter: Optional[int] = None,
        tol: Optional[float] = None,
        linkage: Optional[Literal["ward", "average", "complete", "single"]] = None,
        covariance: Optional[Literal["full", "diagonal"]] = None,
        eps: Optional[Union[Literal["auto"], float]] = None,
        minPts: Optional[Union[Literal["auto"], int]] = None,
        truthColumn: Optional[str] = None,
        bins: Optional[int] = None,
        cuts: Optional[Mapping[str, Any]] = None,
        scheme: Optional[Literal["auto", "en11", "zh8", "cn8mean"]] = None,
        rules: Optional[Sequence[Mapping[str, Any]]] = None,
        saveAs: Optional[str] = None,
        trace: Optional[bool] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Group customers by RFM or by clusters, with names, reasons and an action each.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            explain: Reasons per row. Value: integer 0 to 10, default 3.
            strict: Turn lower rungs into errors. Value: boolean, default false.
            method: auto is rfm for orders and R/F/M columns, else kmeans, or kprototypes where most
                columns are words; lifecycle, value (by money) and rules are defined groups. Value:
                "auto" | "rfm" | "rfm8" | "kmeans" | "kprototypes" | "gmm" | "hierarchical" |
                "dbscan" | "lifecycle" | "value" | "rules", default "auto".
            k: Groups; auto chooses by silhouette (under kmeans times stability, under gmm by BIC);
                dbscan finds its own. Value: "auto" or integer 2 to 50, default "auto".
            features: Columns to group by; auto takes all plain numbers. Value: "auto" or array of
                string, default "auto".
            scale: How features are brought to one scale. Value: "standard" | "robust" | "minmax" |
                "none", default "standard".
            metric: How far customers are apart: euclidean, or by the angle between them (cosine).
                Value: "euclidean" | "cosine", default "euclidean".
            log: Features to take logarithms of; auto takes strongly skewed ones. Value: "auto" |
                "none" or array of string, default "auto".
            missing: What happens to rows that lack a value. Value: "median" | "drop" | "error",
                default "median".
            init: Starting centres of kmeans, or how they are found. Value: "k-means++" | "random"
                or array of array of number, default "k-means++".
            nInit: Starts of kmeans (on 20,000 rows at most), the best is kept. Value: integer 1 to
                1000, default 10.
            maxIter: Iterations of a start. Value: integer 1 to 10000, default 300.
            tol: Iterations end when centres move less. Value: number 0 to 1, default 0.0001.
            linkage: Between which members of two groups hierarchical measures. Value: "ward" |
                "average" | "complete" | "single", default "ward".
            covariance: Shape of the groups of gmm. Value: "full" | "diagonal", default "full".
            eps: The radius of dbscan, on the scale used; auto takes the knee or a multiple. Value:
                "auto" or number 1e-12 to 1000000000000, default "auto".
            minPts: Customers that make a core of dbscan; auto is 2 a feature. Value: "auto" or
                integer 1 to 1000000, default "auto".
            truthColumn: A column of true groups to compare with; no feature then.
            bins: Scores of rfm go from 1 to this. Value: integer 2 to 10, default 5.
            cuts: Cut points of rfm instead of quantiles.
            scheme: Names of rfm groups: en11, or zh8 and cn8mean for rfm8. Value: "auto" | "en11" |
                "zh8" | "cn8mean", default "auto".
            rules: Groups of your own: [{"name": "regulars", "when": {"frequency": {">=": 5}}}]; the
                first that holds. Columns, or features of buildFeatures for orders.
            saveAs: Keep the groups under this name, for assignSegment; one of the same name is
                replaced.
            trace: Return every iteration of kmeans. Value: boolean, default false.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            segments: The groups, by falling share of revenue.
            assignments: The group of each customer.
            cutPoints: The cut points of the scores.
            quality: How well the groups fit the points.
            truth: How far the groups agree with the true ones.
            trace: Every iteration, when asked for.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 3001
            badClusterCount, 3002 constantFeatures, 2007 noTrueLabels, 5003 memoryLimit.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "seed": seed,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "explain": explain,
            "strict": strict,
            "method": method,
            "k": k,
            "features": features,
            "scale": scale,
            "metric": metric,
            "log": log,
            "missing": missing,
            "init": init,
            "nInit": nInit,
            "maxIter": maxIter,
            "tol": tol,
            "linkage": linkage,
            "covariance": covariance,
            "eps": eps,
            "minPts": minPts,
            "truthColumn": truthColumn,
            "bins": bins,
            "cuts": cuts,
            "scheme": scheme,
            "rules": rules,
            "saveAs": saveAs,
            "trace": trace,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("segment", params, "assignments", progress, timeout)

    def predict_churn(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        explain: Optional[int] = None,
        strict: Optional[bool] = None,
        mode: Optional[Literal["auto", "labelled", "window", "probabilistic", "survival"]] = None,
        model: Optional[
            Literal[
                "auto",
                "logistic",
                "l1Logistic",
                "linearSvm",
                "naiveBayes",
                "tree",
                "forest",
                "gbdt",
                "mbgNbd",
                "bgNbd",
                "cox",
                "rule",
            ]
        ] = None,
        churnWindowDays: Optional[Union[Literal["auto"], int]] = None,
        horizonDays: Optional[Union[Literal["auto"], int]] = None,
        snapshots: Optional[Union[Literal["auto"], int]] = None,
        test: Optional[Mapping[str, Any]] = None,
        threshold: Optional[Union[Literal["auto"], float]] = None,
        costs: Optional[Mapping[str, Any]] = None,
        tiers: Optional[Mapping[str, Any]] = None,
        includeLapsed: Optional[bool] = None,
        positive: Optional[str] = None,
        features: Optional[Union[Literal["auto"], Sequence[str]]] = None,
        saveAs: Optional[str] = None,
        l2: Optional[Union[Literal["auto"], float]] = None,
        l1: Optional[Union[Literal["auto"], float]] = None,
        trees: Optional[Union[Literal["auto"], int]] = None,
        leaves: Optional[Union[Literal["auto"], int]] = None,
        depth: Optional[Union[Literal["auto"], int]] = None,
        learningRate: Optional[Union[Literal["auto"], float]] = None,
        minLeaf: Optional[Union[Literal["auto"], int]] = None,
        neighbours: Optional[Union[Literal["auto"], int]] = None,
        hidden: Optional[Union[Literal["auto"], int]] = None,
        epochs: Optional[Union[Literal["auto"], int]] = None,
        classWeight: Optional[Literal["none", "balanced"]] = None,
        calibrate: Optional[Literal["auto", "none", "platt", "isotonic"]] = None,
        effort: Optional[Literal["quick", "thorough"]] = None,
        monotone: Optional[Mapping[str, int]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Predict who leaves, from a label column or from orders alone, with reasons.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            explain: Reasons per row. Value: integer 0 to 10, default 3.
            strict: Turn lower rungs into errors. Value: boolean, default false.
            mode: labelled learns from a label column, window and probabilistic from orders,
                survival from how long customers lasted or from the gaps between orders. Value:
                "auto" | "labelled" | "window" | "probabilistic" | "survival", default "auto".
            model: auto takes the highest rung the data carry. Value: "auto" | "logistic" |
                "l1Logistic" | "linearSvm" | "naiveBayes" | "tree" | "forest" | "gbdt" | "mbgNbd" |
                "bgNbd" | "cox" | "rule", default "auto".
            churnWindowDays: Silence that counts as leaving; auto is the 90th percentile of gaps.
                Value: "auto" or integer 1 to 3650, default "auto".
            horizonDays: How far ahead; auto is the window. Of durations in a column in the unit of
                the column. Value: "auto" or integer 1 to 3650, default "auto".
            snapshots: Earlier days to learn from. Value: "auto" or integer 1 to 12, default "auto".
            test: Which rows test the model.
            threshold: Where yes begins; auto is the best F1 or least cost. Value: "auto" or number
                0 to 1, default "auto".
            costs: What errors cost, to choose the threshold by.
            tiers: Probabilities from which risk is high and medium.
            includeLapsed: Also score customers silent for longer than the window. Value: boolean,
                default false.
            positive: The value of the label that means leaving.
            features: Columns to learn from; auto takes all that may be. Value: "auto" or array of
                string, default "auto".
            saveAs: Keep the model of a label column under this name, for predict, explain and
                others.
            l2: Penalty on squared coefficients; auto by cross-validation. Value: "auto" or number 0
                to 1000000, default "auto".
            l1: Penalty on absolute coefficients; auto by cross-validation. Value: "auto" or number
                0 to 1000000, default "auto".
            trees: Trees of forest and gbdt. Value: "auto" or integer 1 to 10000, default "auto".
            leaves: Leaves of each tree. Value: "auto" or integer 2 to 4096, default "auto".
            depth: Levels of each tree below the root. Value: "auto" or integer 1 to 64, default
                "auto".
            learningRate: Step of gbdt and mlp. Value: "auto" or number 0.0001 to 1, default "auto".
            minLeaf: Rows of a leaf at least. Value: "auto" or integer 1 to 1000000, default "auto".
            neighbours: Neighbours that knn asks. Value: "auto" or integer 1 to 10000, default
                "auto".
            hidden: Units of the hidden layer of mlp. Value: "auto" or integer 1 to 1024, default
                "auto".
            epochs: Times that mlp sees every row at most. Value: "auto" or integer 1 to 10000,
                default "auto".
            classWeight: balanced weighs both labels the same in all. Value: "none" | "balanced",
                default "none".
            calibrate: How scores become probabilities; auto where a kind needs it. Value: "auto" |
                "none" | "platt" | "isotonic", default "auto".
            effort: How much auto tries: quick takes well under a second, thorough some seconds;
                trainModel is thorough, predictChurn is quick. Value: "quick" | "thorough" or .
            monotone: Features of gbdt that may only raise (1) or lower (-1) the prediction.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            customers: Customers by falling probability of leaving.
            evaluation: How good the model was on rows it had not seen.
            threshold: The probability from which a customer counts as leaving.
            tierCounts: Customers of each risk.
            coefficients: What the model learnt, in units of the file.
            base: The score of the average customer; reasons add to it.
            scale: What scores are: logOdds, probability for averages of shares, or logHazard, where
                the probability is 1 - exp(-exp(score)).
            importance: What is lost on unseen rows when a feature is shuffled.
            leakageReport: Features that know the answer too well.
            windows: The days that were looked at.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2003
            notEnoughData, 2004 singleClass, 2006 leakageSuspected, 5003 memoryLimit.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "seed": seed,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "explain": explain,
            "strict": strict,
            "mode": mode,
            "model": model,
            "churnWindowDays": churnWindowDays,
            "horizonDays": horizonDays,
            "snapshots": snapshots,
            "test": test,
            "threshold": threshold,
            "costs": costs,
            "tiers": tiers,
            "includeLapsed": includeLapsed,
            "positive": positive,
            "features": features,
            "saveAs": saveAs,
            "l2": l2,
            "l1": l1,
            "trees": trees,
            "leaves": leaves,
            "depth": depth,
            "learningRate": learningRate,
            "minLeaf": minLeaf,
            "neighbours": neighbours,
            "hidden": hidden,
            "epochs": epochs,
            "classWeight": classWeight,
            "calibrate": calibrate,
            "effort": effort,
            "monotone": monotone,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("predictChurn", params, "customers", progress, timeout)

    def recommend(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        explain: Optional[int] = None,
        strict: Optional[bool] = None,
        customerId: Optional[str] = None,
        history: Optional[Sequence[str]] = None,
        itemId: Optional[str] = None,
        profile: Optional[Mapping[str, str]] = None,
        n: Optional[int] = None,
        method: Optional[
            Literal[
                "auto",
                "popularity",
                "itemCosine",
                "userCosine",
                "tfidf",
                "bm25",
                "rp3beta",
                "ease",
                "als",
                "bpr",
                "pureSvd",
                "graphFilter",
                "rules",
                "content",
                "hybrid",
                "svd",
                "mfSgd",
            ]
        ] = None,
        preset: Optional[Literal["mf002"]] = None,
        effort: Optional[Literal["quick", "thorough"]] = None,
        factors: Optional[int] = None,
        regularization: Optional[float] = None,
        iterations: Optional[int] = None,
        alpha: Optional[float] = None,
        learningRate: Optional[float] = None,
        ratings: Optional[Literal["auto", "explicit", "implicit"]] = None,
        zeroMeans: Optional[Literal["unrated", "rating"]] = None,
        lookbackDays: Optional[int] = None,
        halfLifeDays: Optional[Union[Literal["auto"], float]] = None,
        eventWeights: Optional[Mapping[str, float]] = None,
        repeatItems: Optional[Literal["auto", "yes", "no"]] = None,
        exclude: Optional[Sequence[str]] = None,
        include: Optional[Sequence[str]] = None,
        itemFilter: Optional[Mapping[str, Sequence[str]]] = None,
        diversity: Optional[float] = None,
        minSupport: Optional[int] = None,
        coldStart: Optional[Literal["segmentPopularity", "popularity", "none"]] = None,
        model: Optional[str] = None,
        saveAs: Optional[str] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Recommend items to customers, or for a basket, each with its reason.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            explain: Reasons per row. Value: integer 0 to 10, default 3.
            strict: Turn lower rungs into errors. Value: boolean, default false.
            customerId: Recommend to this customer only.
            history: Recommend to somebody who chose these items.
            itemId: Recommend what goes with this item.
            profile: What is known of somebody unknown, such as {"region": "Bath"}: gets what is
                popular there.
            n: Items per customer. Value: integer 1 to 1000, default 10.
            method: auto takes the best on hidden choices, and svd where there are ratings; hybrid
                is auto for choices. Value: "auto" | "popularity" | "itemCosine" | "userCosine" |
                "tfidf" | "bm25" | "rp3beta" | "ease" | "als" | "bpr" | "pureSvd" | "graphFilter" |
                "rules" | "content" | "hybrid" | "svd" | "mfSgd", default "auto".
            preset: mf002 is the published gradient factorisation with its signs put right: rank 2,
                rate 0.01, 5000 steps, zeros unrated. Value: "mf002" or .
            effort: thorough tries more and larger models, which takes minutes on large data. Value:
                "quick" | "thorough", default "quick".
            factors: Factors of als, bpr and mfSgd. Value: integer 1 to 256, default 16.
            regularization: Penalty of als and mfSgd. Value: number 0 to 1000000, default 0.1.
            iterations: Sweeps of als, steps of mfSgd. Value: integer 1 to 100000, default 20.
            alpha: Confidence per choice of als. Value: number 0 to 1000000, default 40.
            learningRate: Size of a step of mfSgd. Value: number 1e-06 to 1, default 0.01.
            ratings: Whether a column of ratings is to be predicted; implicit takes a rated item as
                a chosen one. Value: "auto" | "explicit" | "implicit", default "auto".
            zeroMeans: Whether a rating of 0 is none, or the worst. Value: "unrated" | "rating",
                default "unrated".
            lookbackDays: Only the last so many days count. Value: integer 1 to 36500.
            halfLifeDays: What was chosen so many days ago counts half; auto finds out whether that
                helps. Value: "auto" or number, default "auto".
            eventWeights: What kinds of rows count, such as {"view": 1, "buy": 5}; words known are
                weighed unasked.
            repeatItems: Whether items chosen before may be recommended; auto when 30 % of choices
                are repeats. Value: "auto" | "yes" | "no", default "auto".
            exclude: Items never to recommend. Value: array of string, default [].
            include: Only these items.
            itemFilter: Only items with these values, such as {"category": ["tea"]}.
            diversity: 0 for the best items, 1 for the most varied. Value: number 0 to 1, default 0.
            minSupport: Items fewer people chose are left out. Value: integer 1 to 1000000, default
                2.
            coldStart: What those get of whom nothing is known: what is popular among their kind, or
                overall. Value: "segmentPopularity" | "popularity" | "none", default
                "segmentPopularity".
            model: A model that recommend kept: nothing is learnt, no data are needed.
            saveAs: Keep the model under this name.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            recommendations: For each customer, items by falling score.
            evaluation: How well hidden choices were found again.
            statement: What was left out of the lists.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2003
            notEnoughData, 2001 modelNotFound, 5003 memoryLimit.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "seed": seed,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "explain": explain,
            "strict": strict,
            "customerId": customerId,
            "history": history,
            "itemId": itemId,
            "profile": profile,
            "n": n,
            "method": method,
            "preset": preset,
            "effort": effort,
            "factors": factors,
            "regularization": regularization,
            "iterations": iterations,
            "alpha": alpha,
            "learningRate": learningRate,
            "ratings": ratings,
            "zeroMeans": zeroMeans,
            "lookbackDays": lookbackDays,
            "halfLifeDays": halfLifeDays,
            "eventWeights": eventWeights,
            "repeatItems": repeatItems,
            "exclude": exclude,
            "include": include,
            "itemFilter": itemFilter,
            "diversity": diversity,
            "minSupport": minSupport,
            "coldStart": coldStart,
            "model": model,
            "saveAs": saveAs,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("recommend", params, "recommendations", progress, timeout)

    def ltv(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        explain: Optional[int] = None,
        strict: Optional[bool] = None,
        method: Optional[
            Literal[
                "auto",
                "mbgNbd",
                "bgNbd",
                "paretoNbd",
                "bgBeta",
                "historical",
                "simple",
                "cohort",
                "retention",
                "discountedCashflow",
                "formula:ltv000",
                "formula:cltv004",
                "formula:cv003",
                "formula:simple",
                "formula:geometric",
            ]
        ] = None,
        horizonMonths: Optional[int] = None,
        discountRate: Optional[float] = None,
        timing: Optional[Literal["end", "mid", "begin"]] = None,
        margin: Optional[float] = None,
        cac: Optional[float] = None,
        currency: Optional[Union[Literal["auto"], str]] = None,
        interval: Optional[float] = None,
        timeUnit: Optional[Literal["day", "week", "month"]] = None,
        rounds: Optional[Literal["auto", "week", "fortnight", "month", "quarter", "year"]] = None,
        covariates: Optional[Sequence[str]] = None,
        calibrationEnd: Optional[Date] = None,
        purchaseProbabilities: Optional[bool] = None,
        cashflows: Optional[Sequence[float]] = None,
        rate: Optional[float] = None,
        periods: Optional[int] = None,
        retention: Optional[float] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Value customers by a purchase model on orders, by cash flows, or by a formula.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            explain: Reasons per row. Value: integer 0 to 10, default 3.
            strict: Turn lower rungs into errors. Value: boolean, default false.
            method: auto is mbgNbd for orders, retention for a table of subscribers (tenure and
                churn), and discountedCashflow when cashflows are given. historical counts what was,
                simple goes on as before, cohort takes what customers of the same age brought;
                paretoNbd lets customers leave at any moment, not only after a purchase; bgBeta is
                for purchases that come on rounds, such as a yearly appeal or a weekly market.
                Value: "auto" | "mbgNbd" | "bgNbd" | "paretoNbd" | "bgBeta" | "historical" |
                "simple" | "cohort" | "retention" | "discountedCashflow" | "formula:ltv000" |
                "formula:cltv004" | "formula:cv003" | "formula:simple" | "formula:geometric",
                default "auto".
            horizonMonths: How far ahead. Value: integer 1 to 240, default 12.
            discountRate: Per year, effective. Value: number 0 to 10, default 0.1.
            timing: When in its period a payment falls. Value: "end" | "mid" | "begin", default
                "end".
            margin: The share of revenue that is profit. Value: number 0 to 1, default 1.
            cac: What it cost to win a customer; subtracted. Value: number 0 to 1000000000000,
                default 0.
            currency: The currency, as a word; auto is what the file says, and CNY for formulas.
                Value: "auto" or string, default "auto".
            interval: The share of futures that intervals hold. Value: number 0.01 to 0.99, default
                0.8.
            timeUnit: The unit that parameters are stated in. Value: "day" | "week" | "month",
                default "day".
            rounds: bgBeta: one chance to buy in each of these of the calendar; auto finds them in
                the dates. Value: "auto" or "week" | "fortnight" | "month" | "quarter" | "year",
                default "auto".
            covariates: paretoNbd: columns, such as a region or an age, that rates of buying and
                leaving may differ by. One value a customer; a column of words has at most 8 values.
                Used where Akaike's criterion is better with them. auto is paretoNbd then.
            calibrationEnd: Fit on orders up to this day, check on the rest.
            purchaseProbabilities: For each customer the chances of 0, 1, 2 and of more purchases in
                the horizon. Value: boolean, default false.
            cashflows: Payments of periods 1, 2, ... for discountedCashflow.
            rate: The rate per period of the cash flows. Value: number 0 to 10.
            periods: Repeat the last payment up to this many. Value: integer 1 to 10000.
            retention: The chance to stay from one period to the next. Value: number 0 to 1, default
                1.
            inputs: The numbers of a named formula.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            customers: Customers by falling value.
            portfolio: All customers together.
            parameters: What was fitted, in the time unit asked for.
            covariates: What the covariates tell; parameters are those of a customer with the
                reference words and mean numbers where they are used.
            fit: How well the fit foresees held-out orders.
            currency: What amounts are in, where the file or the caller says so.
            baseline: All value if everybody went on at the average rate.
            value: The value of the cash flows, of the formula, or of all customers by plain
                counting.
            unit: Its unit.
            steps: How it was computed.
            contributions: The parts of the sum.
            standard: What the field uses instead.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2003
            notEnoughData.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "seed": seed,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "explain": explain,
            "strict": strict,
            "method": method,
            "horizonMonths": horizonMonths,
            "discountRate": discountRate,
            "timing": timing,
            "margin": margin,
            "cac": cac,
            "currency": currency,
            "interval": interval,
            "timeUnit": timeUnit,
            "rounds": rounds,
            "covariates": covariates,
            "calibrationEnd": calibrationEnd,
            "purchaseProbabilities": purchaseProbabilities,
            "cashflows": cashflows,
            "rate": rate,
            "periods": periods,
            "retention": retention,
            "inputs": inputs,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("ltv", params, "customers", progress, timeout)

    def classify_feedback(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        explain: Optional[int] = None,
        strict: Optional[bool] = None,
        texts: Optional[Sequence[str]] = None,
        tasks: Optional[
            Sequence[Literal["sentiment", "category", "urgency", "language", "aspects", "intent"]]
        ] = None,
        model: Optional[
            Literal["auto", "lexicon", "logistic", "naiveBayes", "linearSvm", "embedPool"]
        ] = None,
        trainedModel: Optional[str] = None,
        train: Optional[Union[Literal["auto"], bool]] = None,
        labels: Optional[Sequence[Mapping[str, Any]]] = None,
        categories: Optional[Literal["auto", "builtin", "own", "both"]] = None,
        learnSeeds: Optional[bool] = None,
        groupBy: Optional[str] = None,
        dedupe: Optional[bool] = None,
        minConfidence: Optional[float] = None,
        redact: Optional[bool] = None,
        folds: Optional[int] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Read feedback in English and Chinese: by a word list, or learning from a label column.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            explain: Reasons per row. Value: integer 0 to 10, default 3.
            strict: Turn lower rungs into errors. Value: boolean, default false.
            texts: The texts themselves, instead of path, dataset or rows.
            tasks: What to say of each text; aspects: what is felt about each category, clause by
                clause; intent: what the writer wants, such as to cancel, a refund or an answer.
                Value: array of "sentiment" | "category" | "urgency" | "language" | "aspects" |
                "intent", default ["sentiment","category","urgency","language"].
            model: lexicon uses hand-written words, the others learn from the label column; auto
                learns where there is one. trainFeedbackModel tries several and keeps the best.
                Value: "auto" | "lexicon" | "logistic" | "naiveBayes" | "linearSvm" | "embedPool",
                default "auto".
            trainedModel: The name of a model that trainFeedbackModel kept; it then says the labels.
            train: Whether to learn; auto does when there is a label column. Value: "auto" or
                boolean, default "auto".
            labels: Categories of your own: {name, seeds, examples} each, 50 at most. Nothing is
                trained.
            categories: Which categories are looked for; auto takes your own where labels are given.
                Value: "auto" | "builtin" | "own" | "both", default "auto".
            learnSeeds: Let each of your categories learn up to 10 more seeds from these texts:
                words that go with its seeds far more often than chance. The answer lists them.
                Value: boolean, default false.
            groupBy: Also tell groups apart: a header such as segment or channel, or day, week,
                month, quarter or year of the dates.
            dedupe: Leave out rows that are equal to an earlier one in every cell, where a customer,
                an order or a person is named: one of them was exported twice. Value: boolean,
                default true.
            minConfidence: Less sure answers are marked abstained. Value: number 0 to 1, default
                0.6.
            redact: Hide telephone, identity-card, bank-card and account numbers, mail addresses and
                secrets in links, and names and homes as far as they can be told; a hidden character
                is one *. Value: boolean, default true.
            folds: Parts of the cross-validation. Value: integer 2 to 20, default 5.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            items: The texts, in the order of the data.
            overview: All texts on one page.
            labels: Your own categories, in the order of the request.
            calibration: What ratings beside the texts say of the words of feeling.
            evaluation: How well labels were predicted for unseen texts.
            toLabel: Texts worth a person's look: a label there teaches most.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2003
            notEnoughData, 2004 singleClass, 2001 modelNotFound.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "seed": seed,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "explain": explain,
            "strict": strict,
            "texts": texts,
            "tasks": tasks,
            "model": model,
            "trainedModel": trainedModel,
            "train": train,
            "labels": labels,
            "categories": categories,
            "learnSeeds": learnSeeds,
            "groupBy": groupBy,
            "dedupe": dedupe,
            "minConfidence": minConfidence,
            "redact": redact,
            "folds": folds,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("classifyFeedback", params, "items", progress, timeout)

    # Datasets

    def load_dataset(
        self,
        path: Path,
        *,
        name: Optional[str] = None,
        columns: Optional[Mapping[str, str]] = None,
        kind: Optional[
            Literal[
                "auto",
                "transactions",
                "customers",
                "interactions",
                "events",
                "feedback",
                "survey",
                "experiment",
                "baskets",
                "other",
            ]
        ] = None,
        encoding: Optional[str] = None,
        delimiter: Optional[str] = None,
        decimal: Optional[Literal["auto", ".", ","]] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        onBadRow: Optional[Literal["skip", "error"]] = None,
        maxRows: Optional[int] = None,
        keepColumns: Optional[Sequence[str]] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        join: Optional[Sequence[Mapping[str, Any]]] = None,
        watch: Optional[bool] = None,
        strict: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Read a file and keep it under a name for later calls.

        Args:
            path: The file to read.
            name: The name to keep it under; the file's stem when not given.
            columns: Roles and the headers that play them.
            kind: What the rows are. Value: "auto" or "transactions" | "customers" | "interactions"
                | "events" | "feedback" | "survey" | "experiment" | "baskets" | "other", default
                "auto".
            encoding: The file's encoding; found out when not given.
            delimiter: The character between cells; found out when not given.
            decimal: The mark before decimals; auto finds it out column by column. Value: "auto" |
                "." | ",", default "auto".
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            onBadRow: Leave bad rows out and count them, or refuse the file. Value: "skip" |
                "error", default "skip".
            maxRows: Read the first rows only. Value: integer 1 to 50000000.
            keepColumns: Keep these headers only.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            join: Tables to put beside the rows: [{"path": "customers.csv", "on": "customer_id"}];
                on is a column of both, a list, or {"column here": "column there"}. Every row stays;
                roles are found anew.
            watch: Read the file again when it has changed; subscribe to dataset to be told. Value:
                boolean, default false.
            strict: Refuse ambiguous columns. Value: boolean, default false.
            lang: The language of texts. Value: "auto" | "en" | "zh" | "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            name: The dataset's name.
            version: A hash of the content.
            rows: Rows read.
            kind: What the rows were taken for.
            columns: The columns, in file order.
            encoding: The encoding.
            encodingEvidence: Why it was taken.
            delimiter: The character between cells.
            header: Whether the first line holds headers.
            skippedRows: Rows that could not be read.
            skipped: The first of them, by line.
            joins: What each join came to.
            memoryBytes: Memory the columns take.
            warnings: What to know about the file.
            elapsedMs: Milliseconds from request to answer.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 1008
            ambiguousColumns.
        """
        params = {
            "path": path,
            "name": name,
            "columns": columns,
            "kind": kind,
            "encoding": encoding,
            "delimiter": delimiter,
            "decimal": decimal,
            "header": header,
            "onBadRow": onBadRow,
            "maxRows": maxRows,
            "keepColumns": keepColumns,
            "table": table,
            "query": query,
            "join": join,
            "watch": watch,
            "strict": strict,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("loadDataset", params, None, progress, timeout)

    def detect_columns(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        sampleRows: Optional[int] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Say what each column of a file was taken for, and how to pin it.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            sampleRows: Rows to look at. Value: integer 1 to 50000000, default 10000.
            lang: The language of texts. Value: "auto" | "en" | "zh" | "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            kind: What the rows were taken for.
            encoding: The encoding.
            header: Whether the first line holds headers.
            columns: The columns, in file order.
            suggestedColumns: Give this as columns to pin the choice.
            warnings: What to know about the file.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "sampleRows": sampleRows,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("detectColumns", params, None, progress, timeout)

    def list_datasets(
        self,
        *,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """List the datasets that are loaded.

        Args:
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            datasets: The datasets, by name.
        """
        params = {
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("listDatasets", params, None, progress, timeout)

    def describe_dataset(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        top: Optional[int] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Count every column: types, missing, distinct, quantiles, top values, dates.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            top: Frequent values per column. Value: integer 0 to 1000, default 10.
            lang: The language of texts. Value: "auto" | "en" | "zh" | "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            rows: Rows.
            kind: What the rows were taken for.
            columns: The columns, in file order.
            shop: Customers, orders and money, where there are dates.
            warnings: What to know about the file.
            meta: What was read and how it was done.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "top": top,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("describeDataset", params, None, progress, timeout)

    def query_rows(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        join: Optional[Sequence[Mapping[str, Any]]] = None,
        select: Optional[Sequence[str]] = None,
        where: Optional[Mapping[str, Any]] = None,
        groupBy: Optional[Sequence[str]] = None,
        aggregate: Optional[Mapping[str, Mapping[str, str]]] = None,
        orderBy: Optional[Sequence[str]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Filter, group, sum and order the rows of a file or dataset.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            join: Tables to put beside the rows first: [{"dataset": "customers", "on":
                "customer_id"}], as in loadDataset.
            select: Columns of single rows, by header or role; all when not given.
            where: Which rows: columns and what their cells must be.
            groupBy: Columns to group by; a date as "date:month".
            aggregate: Figures of a group by name: {"sum": "amount"}; count, distinct, sum, mean,
                median, min, max.
            orderBy: Names in the answer to order by; "-name" for falling.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            rows: The rows, or one for each group.
            matched: Rows of the table that the filter kept.
            joins: What each join came to.
            warnings: What to know about the data.
            meta: What was read.
            total: Rows of the answer in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "join": join,
            "select": select,
            "where": where,
            "groupBy": groupBy,
            "aggregate": aggregate,
            "orderBy": orderBy,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("queryRows", params, "rows", progress, timeout)

    def build_features(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        set: Optional[Literal["rfm", "behaviour", "full"]] = None,
        windowDays: Optional[Sequence[int]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Make one row of documented numbers per customer from a file of orders.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            set: rfm: three; behaviour: rhythm, windows, variety too; full: all numbers too. Value:
                "rfm" | "behaviour" | "full", default "behaviour".
            windowDays: Days to look back on. Value: array of integer, default [30,90,365].
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: What was made, in a sentence.
            features: Every feature, in the order of the rows.
            rows: One row per customer.
            warnings: What to know about the data.
            meta: What was read and how.
            total: Customers in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "set": set,
            "windowDays": windowDays,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("buildFeatures", params, "rows", progress, timeout)

    def validate_dataset(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        rules: Optional[Sequence[Mapping[str, Any]]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        diagnostics: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Say what is wrong with a file, by line and column, and how to mend it.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            rules: What must hold of every row: [{"name": "priced", "when": {"amount": {">": 0}}}];
                rows of which it does not are told.
            limit: Issues in the answer; 0 for the summary only. Value: integer 0 to 1000000,
                default 100.
            cursor: Where the page begins: nextCursor of the page before.
            diagnostics: Also give the issues of the page as diagnostics of LSP, one for each of
                their first rows. Value: boolean, default false.
            lang: The language of texts. Value: "auto" | "en" | "zh" | "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the file can be relied on.
            errors: Issues that make answers wrong.
            doubts: Issues that may make answers wrong.
            notes: Issues worth knowing.
            issues: The issues, the worst first.
            diagnostics: The same as diagnostics of LSP, when asked for.
            warnings: What to know about the file.
            meta: What was read and how it was done.
            total: Issues there are in all.
            nextCursor: The cursor of the next page.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "rules": rules,
            "limit": limit,
            "cursor": cursor,
            "diagnostics": diagnostics,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("validateDataset", params, None, progress, timeout)

    def clean_dataset(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        trim: Optional[bool] = None,
        dates: Optional[Literal["unify", "keep"]] = None,
        dedupe: Optional[Literal["exact", "near", "none"]] = None,
        missing: Optional[Literal["report", "drop", "median"]] = None,
        outliers: Optional[Literal["report", "clip", "drop"]] = None,
        returns: Optional[Literal["net", "keep"]] = None,
        dryRun: Optional[bool] = None,
        name: Optional[str] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        includePersonal: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Show what cleaning would change; with dryRun false, keep the cleaned rows as a new
        dataset.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            trim: One blank where there are several; letters and digits in half width. Ids and
                sentences stay as they are. Value: boolean, default true.
            dates: unify: texts that are dates in several styles become dates; keep: leave them.
                Value: "unify" | "keep", default "unify".
            dedupe: exact: drop rows equal in every cell; near: write texts as most rows do, then
                the same. Value: "exact" | "near" | "none", default "exact".
            missing: Rows without customer, date or amount: count them, drop them, or fill amounts
                with the median and drop the others. Value: "report" | "drop" | "median", default
                "report".
            outliers: Values far out: count them, clip them, or drop their rows. Value: "report" |
                "clip" | "drop", default "report".
            returns: net: leave out a return with the purchase it takes back: of its own order, else
                the last one before it; keep: leave both. Value: "net" | "keep", default "net".
            dryRun: Only say what would change. Value: boolean, default true.
            name: The new dataset; the old name and -clean when not given.
            outputPath: Also write the cleaned rows to this CSV file; with dryRun false only.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            includePersonal: Write names, telephones and the like to outputPath as they are, not
                masked. Value: boolean, default false.
            lang: The language of texts. Value: "auto" | "en" | "zh" | "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence.
            rowsBefore: Rows before.
            rowsAfter: Rows after.
            steps: What each rule changes or counts, in the order they act.
            dataset: The new dataset; not there in a dry run.
            version: Its version.
            output: The file that was written.
            warnings: What to know about the file.
            meta: What was read and how it was done.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "trim": trim,
            "dates": dates,
            "dedupe": dedupe,
            "missing": missing,
            "outliers": outliers,
            "returns": returns,
            "dryRun": dryRun,
            "name": name,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "includePersonal": includePersonal,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("cleanDataset", params, None, progress, timeout)

    def generate_sample(
        self,
        *,
        preset: Optional[
            Literal[
                "ecommerce",
                "retail",
                "saas",
                "finance",
                "education",
                "manufacturing",
                "health-service",
            ]
        ] = None,
        customers: Optional[int] = None,
        months: Optional[int] = None,
        language: Optional[Literal["en", "zh"]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Make sample data of a trade, and the planted truth beside it.

        Args:
            preset: The trade. Value: "ecommerce" | "retail" | "saas" | "finance" | "education" |
                "manufacturing" | "health-service", default "ecommerce".
            customers: Customers to invent. Value: integer 1 to 100000, default 500.
            months: Months the data go back. Value: integer 1 to 120, default 18.
            language: The language of the data. Value: "en" | "zh", default "en".
            asOf: The last day of the data; 2025-12-31 when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Write the data to this CSV file, and the truth to <stem>-truth.csv beside
                it.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the data. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: What was made, in a sentence.
            headers: The headers of the data.
            rows: Rows of the data, as the file holds them.
            truth: What was planted.
            warnings: What to know about the data.
            meta: How they were made.
            total: Rows in all.
            nextCursor: The cursor of the next page.
            output: The file of the data.
            truthOutput: The file of what was planted in each customer.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 5007 outputExists.
        """
        params = {
            "preset": preset,
            "customers": customers,
            "months": months,
            "language": language,
            "asOf": asOf,
            "seed": seed,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("generateSample", params, "rows", progress, timeout)

    def unify_customers(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        datasets: Optional[Sequence[Union[str, Mapping[str, Any]]]] = None,
        keys: Optional[Sequence[Literal["phone", "email", "id"]]] = None,
        fuzzy: Optional[bool] = None,
        threshold: Optional[float] = None,
        survivorship: Optional[Literal["latest", "earliest", "frequent", "source"]] = None,
        name: Optional[str] = None,
        includePersonal: Optional[bool] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Bring the customers of several files together, or find those that stand twice in one;
        with a name, keep one row per person as a new dataset.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            datasets: Datasets or files to bring together, in the order of their rank; in place of
                path.
            keys: Which keys may bring people together; id is the identity card and, where the
                sources agree on them, customer ids. Value: array of "phone" | "email" | "id",
                default ["phone","email","id"].
            fuzzy: Compare names too; else equal keys alone count. Value: boolean, default true.
            threshold: How sure a pair must be to be taken for one person. Value: number 0.5 to
                0.999, default 0.9.
            survivorship: Whose value a person keeps: that of the latest or earliest row, of most
                rows, or of the source named first. Value: "latest" | "earliest" | "frequent" |
                "source", default "latest".
            name: Keep one row per person as a dataset of this name, and all purchases as
                NAME-orders.
            includePersonal: Write names, telephones and the like to outputPath as they are; the
                answer masks them always. Value: boolean, default false.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the groups are to be trusted.
            definition: What counts as one person.
            counts: How many of each.
            sources: What was compared.
            rows: One row per person; personal data are masked.
            groups: People with more than one record, and why; the first of them.
            reviews: Pairs to look at, the surest first; the first of them.
            kept: The datasets that were made.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: People in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "datasets": datasets,
            "keys": keys,
            "fuzzy": fuzzy,
            "threshold": threshold,
            "survivorship": survivorship,
            "name": name,
            "includePersonal": includePersonal,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("unifyCustomers", params, "rows", progress, timeout)

    def append_rows(
        self,
        dataset: str,
        rows: Any,
        *,
        idempotencyKey: Optional[str] = None,
        ifVersion: Optional[str] = None,
        limit: Optional[int] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Add rows to a loaded dataset as a new version, and say which customers now stand
        elsewhere.

        Args:
            dataset: The dataset to add to.
            rows: The rows: an array of objects, their members named by header or role. What is left
                out is missing; dates as 2024-06-30.
            idempotencyKey: A word of the caller's own for these rows: asked again with it, nothing
                is added twice and the answer is the same.
            ifVersion: Add only while the dataset has this version, else 1011.
            limit: Customers in the lists of the answer. Value: integer 0 to 1000, default 100.
            lang: The language of texts. Value: "auto" | "en" | "zh" | "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence.
            dataset: The dataset.
            version: Its version with the rows.
            previousVersion: Its version before.
            rowsBefore: Rows before.
            rowsAdded: Rows added.
            repeated: Whether they had been added before under the same key.
            customers: Customers of the rows; the first of them.
            customerCount: How many they are.
            newCustomers: How many of them were not in the dataset.
            changedTiers: Customers of the rows whose RFM segment or stage of life is another; the
                first of them. Others may have moved too, because time went on.
            changedTierCount: How many they are.
            warnings: What to know about the data.
            meta: The dataset as it is now.

        Errors:
            1010 datasetNotFound, 1007 columnNotFound, 1009 badValue, 1011 datasetChanged, 1005
            malformedTable, 5003 memoryLimit.
        """
        params = {
            "dataset": dataset,
            "rows": rows,
            "idempotencyKey": idempotencyKey,
            "ifVersion": ifVersion,
            "limit": limit,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("appendRows", params, None, progress, timeout)

    def export_dataset(
        self,
        outputPath: Path,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        columns: Optional[Union[Mapping[str, str], Sequence[Union[str, Mapping[str, str]]]]] = None,
        add: Optional[
            Sequence[Literal["segment", "rfmCell", "lifecycleStage", "churnProbability", "ltv"]]
        ] = None,
        includePersonal: Optional[bool] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Write a dataset to a CSV file: columns chosen and renamed, segments, stages, churn and
        value added.

        Args:
            outputPath: The CSV file to write.
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            columns: The columns to write, by header or role: ["customerId", {"amount": "paid"}]
                also renames; all when not given. An object tells roles, as in other methods. Value:
                object or array of string or object.
            add: Columns to add, of each row's customer: segment and rfmCell as of segment,
                lifecycleStage, churnProbability as of predictChurn, ltv.
            includePersonal: Write names, telephones and the like as they are. They are also when
                columns names them; else they are masked. Value: boolean, default false.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence.
            output: The file that was written.
            contentHash: A hash of the file's text, 64 bits: the version it has when it is loaded.
                It tells files apart and is no proof against forgery.
            columns: The columns of the file, in order.
            warnings: What to know about the data and the file.
            meta: What was read and how it was done.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "outputPath": outputPath,
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "columns": columns,
            "add": add,
            "includePersonal": includePersonal,
            "where": where,
            "asOf": asOf,
            "seed": seed,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("exportDataset", params, None, progress, timeout)

    def customer_profile(
        self,
        customerId: str,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        datasets: Optional[Sequence[Union[str, Mapping[str, Any]]]] = None,
        limit: Optional[int] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Show one customer from all sides: identity masked, stage, segment, churn, value, items,
        mood, next action.

        Args:
            customerId: The customer, byte for byte.
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            datasets: Datasets or files that know the customer, such as orders, customers, reviews;
                in place of path.
            limit: Items and purchase days in the answer. Value: integer 0 to 1000, default 10.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The customer in a sentence or two.
            customerId: The customer.
            sources: The tables that know the customer.
            identity: What columns say of the person, by role; what tells who they are is masked.
            stage: The stage of life, as of lifecycleStages.
            segment: The RFM segment, as of segment.
            purchases: The purchases in numbers.
            pAlive: The chance of still being a customer, as of ltv.
            churn: The chance of leaving, as of predictChurn.
            ltv: The value ahead, as of ltv.
            nextPurchase: When the next purchase is to be expected.
            topItems: What the customer bought most.
            mood: How the customer feels by what they wrote.
            consent: Whether they may be written to, where a column says.
            nextAction: What to do next.
            warnings: What could not be told, and why.
            meta: What was read and how it was done.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 1012
            customerNotFound.
        """
        params = {
            "customerId": customerId,
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "datasets": datasets,
            "limit": limit,
            "asOf": asOf,
            "seed": seed,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("customerProfile", params, None, progress, timeout)

    def refresh_dataset(
        self,
        name: str,
        *,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Read the file of a dataset again, as loadDataset was asked to.

        Args:
            name: The dataset.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            name: The dataset.
            version: The version it has now.
            previousVersion: The one it had.
            rows: Rows now.
            changed: Whether the content is another.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "name": name,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("refreshDataset", params, None, progress, timeout)

    def unload_dataset(
        self,
        name: str,
        *,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Forget a dataset and free its memory; its file stays as it is.

        Args:
            name: The dataset to forget.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            name: The dataset that was forgotten.
            freedBytes: Memory its columns took.

        Errors:
            1010 datasetNotFound.
        """
        params = {
            "name": name,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("unloadDataset", params, None, progress, timeout)

    # Models

    def train_model(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        target: Optional[str] = None,
        kind: Optional[
            Literal[
                "auto",
                "linear",
                "ridge",
                "lasso",
                "logistic",
                "l1Logistic",
                "linearSvm",
                "naiveBayes",
                "knn",
                "tree",
                "forest",
                "gbdt",
                "mlp",
                "blend",
            ]
        ] = None,
        positive: Optional[str] = None,
        features: Optional[Union[Literal["auto"], Sequence[str]]] = None,
        test: Optional[Mapping[str, Any]] = None,
        cv: Optional[int] = None,
        threshold: Optional[Union[Literal["auto"], float]] = None,
        costs: Optional[Mapping[str, Any]] = None,
        l2: Optional[Union[Literal["auto"], float]] = None,
        l1: Optional[Union[Literal["auto"], float]] = None,
        trees: Optional[Union[Literal["auto"], int]] = None,
        leaves: Optional[Union[Literal["auto"], int]] = None,
        depth: Optional[Union[Literal["auto"], int]] = None,
        learningRate: Optional[Union[Literal["auto"], float]] = None,
        minLeaf: Optional[Union[Literal["auto"], int]] = None,
        neighbours: Optional[Union[Literal["auto"], int]] = None,
        hidden: Optional[Union[Literal["auto"], int]] = None,
        epochs: Optional[Union[Literal["auto"], int]] = None,
        classWeight: Optional[Literal["none", "balanced"]] = None,
        calibrate: Optional[Literal["auto", "none", "platt", "isotonic"]] = None,
        effort: Optional[Literal["quick", "thorough"]] = None,
        monotone: Optional[Mapping[str, int]] = None,
        saveAs: Optional[str] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        strict: Optional[bool] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Learn a column from the others: tested on unseen rows, explained, kept.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            target: The column to learn, by header or role; auto takes a churn or target column.
            kind: The kind of model; auto compares a ridge regression with boosted trees. Value:
                "auto" | "linear" | "ridge" | "lasso" | "logistic" | "l1Logistic" | "linearSvm" |
                "naiveBayes" | "knn" | "tree" | "forest" | "gbdt" | "mlp" | "blend", default "auto".
            positive: The value of a label that counts as yes.
            features: Columns to learn from; auto takes all that may be. Value: "auto" or array of
                string, default "auto".
            test: Which rows test the model.
            cv: Folds of the cross-validation; 0 for none. Value: integer 0 to 20, default 5.
            threshold: Where yes begins; auto is the best F1 or least cost. Value: "auto" or number
                0 to 1, default "auto".
            costs: What errors cost, to choose the threshold by.
            l2: Penalty on squared coefficients; auto by cross-validation. Value: "auto" or number 0
                to 1000000, default "auto".
            l1: Penalty on absolute coefficients; auto by cross-validation. Value: "auto" or number
                0 to 1000000, default "auto".
            trees: Trees of forest and gbdt. Value: "auto" or integer 1 to 10000, default "auto".
            leaves: Leaves of each tree. Value: "auto" or integer 2 to 4096, default "auto".
            depth: Levels of each tree below the root. Value: "auto" or integer 1 to 64, default
                "auto".
            learningRate: Step of gbdt and mlp. Value: "auto" or number 0.0001 to 1, default "auto".
            minLeaf: Rows of a leaf at least. Value: "auto" or integer 1 to 1000000, default "auto".
            neighbours: Neighbours that knn asks. Value: "auto" or integer 1 to 10000, default
                "auto".
            hidden: Units of the hidden layer of mlp. Value: "auto" or integer 1 to 1024, default
                "auto".
            epochs: Times that mlp sees every row at most. Value: "auto" or integer 1 to 10000,
                default "auto".
            classWeight: balanced weighs both labels the same in all. Value: "none" | "balanced",
                default "none".
            calibrate: How scores become probabilities; auto where a kind needs it. Value: "auto" |
                "none" | "platt" | "isotonic", default "auto".
            effort: How much auto tries: quick takes well under a second, thorough some seconds;
                trainModel is thorough, predictChurn is quick. Value: "quick" | "thorough" or .
            monotone: Features of gbdt that may only raise (1) or lower (-1) the prediction.
            saveAs: Keep the model under this name, for predict, explain and others; one of the same
                name is replaced.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            strict: Turn lower rungs into errors. Value: boolean, default false.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            model: The name it is kept under; null when it is not.
            kind: The kind of model; of auto the one that was chosen.
            target: The column that was learnt.
            positive: The value of the label that counts as yes.
            evaluation: How good it was on rows it had not seen.
            crossValidation: The same settings on folds of the rows.
            features: The columns it learnt from.
            coefficients: What it learnt, in units of the file.
            importance: What is lost on unseen rows when a feature is shuffled.
            leakageReport: Columns that know the answer too well.
            settings: What was set or found.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2004
            singleClass, 2003 notEnoughData, 2006 leakageSuspected, 3002 constantFeatures, 5003
            memoryLimit.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "target": target,
            "kind": kind,
            "positive": positive,
            "features": features,
            "test": test,
            "cv": cv,
            "threshold": threshold,
            "costs": costs,
            "l2": l2,
            "l1": l1,
            "trees": trees,
            "leaves": leaves,
            "depth": depth,
            "learningRate": learningRate,
            "minLeaf": minLeaf,
            "neighbours": neighbours,
            "hidden": hidden,
            "epochs": epochs,
            "classWeight": classWeight,
            "calibrate": calibrate,
            "effort": effort,
            "monotone": monotone,
            "saveAs": saveAs,
            "asOf": asOf,
            "seed": seed,
            "lang": lang,
            "strict": strict,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("trainModel", params, None, progress, timeout)

    def predict(
        self,
        model: str,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        explain: Optional[int] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Predict with a model that was kept, with reasons for every row.

        Args:
            model: The name it was given as saveAs.
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            explain: Reasons per row. Value: integer 0 to 10, default 3.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            model: The model that was asked, and the data it was made of.
            target: The column that is predicted.
            base: The score of the average row; reasons add to it.
            scale: What scores are: logOdds of a probability, probability for averages of shares,
                value of numbers.
            shift: Population stability index of the predictions now against then: under 0.1 steady,
                over 0.25 another population; not given for fewer than 30 rows.
            predictions: A prediction for each row, the highest first.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2001
            modelNotFound, 2002 modelIncompatible.
        """
        params = {
            "model": model,
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "explain": explain,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("predict", params, "predictions", progress, timeout)

    def evaluate_model(
        self,
        model: str,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        strict: Optional[bool] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Hold a kept model against rows whose outcome is known.

        Args:
            model: The name it was given as saveAs.
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            strict: Turn lower rungs into errors. Value: boolean, default false.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            model: The model that was asked, and the data it was made of.
            target: The column that is predicted.
            evaluation: How good it is on these rows.
            lossThen: Log-loss or root mean squared error on unseen rows when it was made.
            lossNow: The same on these rows.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2001
            modelNotFound, 2002 modelIncompatible, 2004 singleClass.
        """
        params = {
            "model": model,
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "lang": lang,
            "strict": strict,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("evaluateModel", params, None, progress, timeout)

    def explain(
        self,
        model: str,
        path: Optional[Path] = None,
        *,
        customerId: Optional[str] = None,
        row: Optional[int] = None,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Say why a kept model predicts what it does for one customer.

        Args:
            model: The name it was given as saveAs.
            path: The file to read; or give dataset or rows.
            customerId: The customer; or give row.
            row: The row, from 1. Value: integer 1 to 2147483647.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            model: The model that was asked, and the data it was made of.
            customerId: The customer, or the number of the row.
            prediction: The probability of a yes, or the number.
            scale: What the score is: logOdds of the probability, the probability itself, or the
                value.
            base: The score of the average row the model was made of.
            score: The score of this one.
            sum: base and all contributions added up: the score.
            contributions: What each feature adds, the largest first.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2001
            modelNotFound, 2002 modelIncompatible, 1012 customerNotFound.
        """
        params = {
            "model": model,
            "path": path,
            "customerId": customerId,
            "row": row,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("explain", params, None, progress, timeout)

    def rank_features(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        methods: Optional[
            Sequence[Literal["correlation", "mutualInformation", "pcaLoadings"]]
        ] = None,
        target: Optional[str] = None,
        features: Optional[Union[Literal["auto"], Sequence[str]]] = None,
        resamples: Optional[int] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Rank features by what they tell of a target, or by principal components.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            methods: Ways to rank; all that apply when not given. The first two need a target.
            target: The column to tell of, by header or role; the label the file holds when not
                given.
            features: Columns to rank; auto takes all that may be features. Value: "auto" or array
                of string, default "auto".
            resamples: Samples that tell how stable the order is. Value: integer 0 to 500, default
                30.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            target: What the features were ranked against.
            features: The features, the best first: by the mean of their ranks. Beside a target,
                loadings have no say in it.
            methods: How far each method's order is to be relied on.
            components: The leading principal components.
            alike: Features whose ranks agree to 0.9 or more: one of them will do.
            leftOut: Columns that are no features, and why.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 3002
            constantFeatures, 2004 singleClass.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "methods": methods,
            "target": target,
            "features": features,
            "resamples": resamples,
            "asOf": asOf,
            "seed": seed,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("rankFeatures", params, None, progress, timeout)

    def plot(
        self,
        kind: Literal[
            "clusters",
            "kCurve",
            "rfmHeatmap",
            "cohorts",
            "histogram",
            "roc",
            "pr",
            "lift",
            "calibration",
            "predictedVsActual",
            "importance",
            "fit",
            "survival",
            "forecast",
            "concentration",
            "alive",
        ],
        path: Optional[Path] = None,
        *,
        width: Optional[int] = None,
        method: Optional[
            Literal[
                "auto",
                "rfm",
                "rfm8",
                "kmeans",
                "kprototypes",
                "gmm",
                "hierarchical",
                "dbscan",
                "lifecycle",
                "value",
                "rules",
            ]
        ] = None,
        k: Optional[int] = None,
        features: Optional[Sequence[str]] = None,
        scale: Optional[Literal["standard", "robust", "minmax", "none"]] = None,
        log: Optional[Union[Literal["auto", "none"], Sequence[str]]] = None,
        x: Optional[str] = None,
        y: Optional[str] = None,
        kMax: Optional[int] = None,
        bins: Optional[int] = None,
        by: Optional[Literal["day", "week", "month", "quarter", "year"]] = None,
        metric: Optional[Literal["retention", "revenue", "orders", "ltv"]] = None,
        bounded: Optional[bool] = None,
        column: Optional[str] = None,
        duration: Optional[str] = None,
        event: Optional[str] = None,
        groupBy: Optional[str] = None,
        customer: Optional[str] = None,
        item: Optional[str] = None,
        horizon: Optional[int] = None,
        frequency: Optional[Literal["day", "week", "month"]] = None,
        model: Optional[str] = None,
        target: Optional[str] = None,
        modelKind: Optional[
            Literal[
                "auto",
                "linear",
                "ridge",
                "lasso",
                "logistic",
                "l1Logistic",
                "linearSvm",
                "naiveBayes",
                "knn",
                "tree",
                "forest",
                "gbdt",
                "mlp",
                "blend",
            ]
        ] = None,
        positive: Optional[str] = None,
        test: Optional[Mapping[str, Any]] = None,
        asPublished: Optional[bool] = None,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Draw groups, cohorts, histograms, or how good a model is: SVG, Vega-Lite, data and words.

        Args:
            kind: What to draw.
            path: The file to read; or give dataset or rows.
            width: Width in pixels. Value: integer 320 to 4000, default 720.
            method: clusters: how groups are made, as in segment; auto. Value: "auto" | "rfm" |
                "rfm8" | "kmeans" | "kprototypes" | "gmm" | "hierarchical" | "dbscan" | "lifecycle"
                | "value" | "rules" or .
            k: clusters: how many groups; found out when not given. Value: integer 2 to 50.
            features: clusters, kCurve: columns to group by, all plain numbers; of a model: columns
                to learn from.
            scale: clusters, kCurve: how features are brought to one scale; standard. Value:
                "standard" | "robust" | "minmax" | "none" or .
            log: clusters, kCurve: features to take logarithms of; auto. Value: "auto" | "none" or
                array of string or .
            x: clusters: the feature across, principal components when not given; fit: the feature
                across, the age or what matters most when not given.
            y: clusters: the feature upwards.
            kMax: kCurve: the largest number of groups tried; 10. Value: integer 2 to 20.
            bins: rfmHeatmap: scores go to this, 5; histogram: about so many bars. Value: integer 2
                to 100.
            by: cohorts: the length of a period; month. Value: "day" | "week" | "month" | "quarter"
                | "year" or .
            metric: cohorts: what cells hold; retention. forecast: revenue or orders; revenue.
                Value: "retention" | "revenue" | "orders" | "ltv" or .
            bounded: cohorts: count purchases of the period only; true.
            column: histogram: a header, a role, or a feature of buildFeatures; money when not
                given.
            duration: survival: the column of how long each was there; tenure by itself.
            event: survival: the column that says whether that ended; a churn column by itself.
            groupBy: survival: a column of groups, a curve for each of the 8 largest.
            customer: alive: the id of the customer.
            item: forecast: pieces of this item, by id or name.
            horizon: forecast: periods to look ahead; 12. Value: integer 1 to 366.
            frequency: forecast: the length of a period, as in forecast. Value: "day" | "week" |
                "month" or .
            model: roc, pr, lift, calibration, predictedVsActual, importance, fit: a kept model;
                without data it is drawn by the rows it had not seen (fit: by those it remembers),
                with data by theirs. Without a model one is learnt from the data, as trainModel
                does.
            target: of a model: the column to learn, where none is named.
            modelKind: of a model: the kind of model to learn, as in trainModel; auto, and with
                asPublished linear, or logistic for yes and no. Value: "auto" | "linear" | "ridge" |
                "lasso" | "logistic" | "l1Logistic" | "linearSvm" | "naiveBayes" | "knn" | "tree" |
                "forest" | "gbdt" | "mlp" | "blend" or .
            positive: of a model, survival: the value of the label or event that counts as yes.
            test: of a model: which rows test the model that is learnt.
            asPublished: fit: true joins the predictions in the order of the file, as a published
                example does, and says what is wrong with that; false.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            outputPath: Also write the picture to this SVG file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            title: The title.
            alt: What is to be seen, for those who do not see it.
            svg: The picture as an SVG document.
            vegaLite: The picture as a Vega-Lite 5 specification with its data.
            data: The rows that are drawn.
            warnings: What to know about the data.
            meta: What was read and how.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 3001
            badClusterCount, 3002 constantFeatures, 2001 modelNotFound, 2002 modelIncompatible, 2004
            singleClass, 1012 customerNotFound, 2003 notEnoughData.
        """
        params = {
            "kind": kind,
            "path": path,
            "width": width,
            "method": method,
            "k": k,
            "features": features,
            "scale": scale,
            "log": log,
            "x": x,
            "y": y,
            "kMax": kMax,
            "bins": bins,
            "by": by,
            "metric": metric,
            "bounded": bounded,
            "column": column,
            "duration": duration,
            "event": event,
            "groupBy": groupBy,
            "customer": customer,
            "item": item,
            "horizon": horizon,
            "frequency": frequency,
            "model": model,
            "target": target,
            "modelKind": modelKind,
            "positive": positive,
            "test": test,
            "asPublished": asPublished,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "seed": seed,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("plot", params, None, progress, timeout)

    # Segmentation

    def choose_clusters(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        kMax: Optional[int] = None,
        features: Optional[Union[Literal["auto"], Sequence[str]]] = None,
        scale: Optional[Literal["standard", "robust", "minmax", "none"]] = None,
        log: Optional[Union[Literal["auto", "none"], Sequence[str]]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Advise how many groups to make: silhouette, gap, and stability.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            kMax: The largest number of groups tried. Value: integer 2 to 20, default 10.
            features: Columns to group by; auto takes all plain numbers. Value: "auto" or array of
                string, default "auto".
            scale: How features are brought to one scale. Value: "standard" | "robust" | "minmax" |
                "none", default "standard".
            log: Features to take logarithms of; auto takes strongly skewed ones. Value: "auto" |
                "none" or array of string, default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            k: The number of groups advised.
            bySilhouette: The number with the best silhouette.
            byGap: The number by the gap rule; 1 means no groups.
            byStability: The number on which new samples agree best.
            features: The columns grouped by.
            curve: Every number that was tried.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 3001
            badClusterCount, 3002 constantFeatures.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "seed": seed,
            "lang": lang,
            "kMax": kMax,
            "features": features,
            "scale": scale,
            "log": log,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("chooseClusters", params, None, progress, timeout)

    def rfm(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        bins: Optional[int] = None,
        cuts: Optional[Mapping[str, Any]] = None,
        scheme: Optional[Literal["auto", "en11", "zh8", "cn8mean"]] = None,
        weights: Optional[Mapping[str, Any]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Score customers by recency, frequency and money: cells, groups, cut points.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            bins: Scores go from 1 to this. Value: integer 2 to 10, default 5.
            cuts: Cut points instead of quantiles.
            scheme: Names of groups: en11, or zh8 and cn8mean for the Chinese eight. Value: "auto" |
                "en11" | "zh8" | "cn8mean", default "auto".
            weights: What each score weighs in the score of all three.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            segments: The named groups, by falling share of revenue.
            cells: The combinations of scores that customers have, the best first.
            cutPoints: The cut points of the scores.
            customers: The customers, by falling score.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "bins": bins,
            "cuts": cuts,
            "scheme": scheme,
            "weights": weights,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("rfm", params, "customers", progress, timeout)

    def lifecycle_stages(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        activeGaps: Optional[float] = None,
        riskGaps: Optional[float] = None,
        dormantGaps: Optional[float] = None,
        newDays: Optional[int] = None,
        loyalOrders: Optional[int] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Say where each customer stands: new, active, loyal, at risk, dormant, lost, won back.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            activeGaps: Silence up to so many own gaps is active. Value: number 0.1 to 100, default
                1.5.
            riskGaps: Silence up to so many own gaps is at risk. Value: number 0.1 to 100, default
                3.
            dormantGaps: Silence up to so many own gaps is dormant; beyond, lost. Value: number 0.1
                to 100, default 6.
            newDays: A first and only purchase within so many days is new; the usual gap when not
                given. Value: integer 1 to 3650.
            loyalOrders: So many orders make an active customer loyal; the best fifth, at least 3,
                when not given. Value: integer 2 to 10000.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            stages: All stages in the order of a life, also those nobody is in.
            customers: The stage of each customer, by stage and falling revenue.
            rules: The thresholds that were used.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "activeGaps": activeGaps,
            "riskGaps": riskGaps,
            "dormantGaps": dormantGaps,
            "newDays": newDays,
            "loyalOrders": loyalOrders,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("lifecycleStages", params, "customers", progress, timeout)

    def cohorts(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        by: Optional[Literal["day", "week", "month", "quarter", "year"]] = None,
        metric: Optional[Literal["retention", "revenue", "orders", "ltv"]] = None,
        bounded: Optional[bool] = None,
        breakdown: Optional[str] = None,
        asOf: Optional[Date] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Follow customers by the period of their first purchase: who returns, and what they bring.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            by: The length of a period. Value: "day" | "week" | "month" | "quarter" | "year",
                default "month".
            metric: retention: share of the cohort that bought; revenue and orders: sums; ltv: money
                per customer of the cohort so far. Value: "retention" | "revenue" | "orders" |
                "ltv", default "retention".
            bounded: Count purchases of the period only; false counts those of any later one as
                well. Value: boolean, default true.
            breakdown: Also each value of this column apart, such as channel: that of a customer's
                first row.
            asOf: The last day that counts; that of the data when not given.
            lang: The language of texts. Value: "auto" | "en" | "zh" | "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            cohorts: The cohorts, the oldest first.
            averages: By age: all cohorts that have reached it, by customers.
            breakdown: The same for each value of the column asked for.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "by": by,
            "metric": metric,
            "bounded": bounded,
            "breakdown": breakdown,
            "asOf": asOf,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("cohorts", params, None, progress, timeout)

    def assign_segment(
        self,
        model: str,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Say which of the groups that were kept other customers belong to.

        Args:
            model: The name segment was given as saveAs.
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            model: The model that was asked, and the data it was made of.
            segments: The groups, with their ids of then.
            shift: Population stability index of the shares now against then: under 0.1 steady, over
                0.25 another population; not given for fewer than 30 customers.
            outside: Customers who belong to no group.
            outOfRange: Customers with a value beyond all the groups were made of.
            assignments: The group of each customer.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2001
            modelNotFound, 2002 modelIncompatible.
        """
        params = {
            "model": model,
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("assignSegment", params, "assignments", progress, timeout)

    def segment_migration(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        from_: Optional[Date] = None,
        to: Optional[Date] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Compare two days: who moved from which lifecycle stage to which.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            from_: The first day; the middle of the data when not given.
            to: The second day; the last day of the data when not given.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            from: The first day.
            to: The second day.
            flows: Every pair of stages that somebody went between.
            customers: The customers: falls first, by money times steps.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "from": from_,
            "to": to,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("segmentMigration", params, "customers", progress, timeout)

    def compare_segments(
        self,
        a: Union[int, str],
        b: Union[int, str],
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        method: Optional[
            Literal[
                "auto",
                "rfm",
                "rfm8",
                "kmeans",
                "kprototypes",
                "gmm",
                "hierarchical",
                "dbscan",
                "lifecycle",
                "value",
                "rules",
            ]
        ] = None,
        k: Optional[Union[Literal["auto"], int]] = None,
        features: Optional[Union[Literal["auto"], Sequence[str]]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Set two groups of segment side by side: differences, effects, intervals.

        Args:
            a: The first group: its number or its name. Value: integer or string.
            b: The second group. Value: integer or string.
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            method: As of segment. Value: "auto" | "rfm" | "rfm8" | "kmeans" | "kprototypes" | "gmm"
                | "hierarchical" | "dbscan" | "lifecycle" | "value" | "rules", default "auto".
            k: As of segment. Value: "auto" or integer 2 to 50, default "auto".
            features: As of segment. Value: "auto" or array of string, default "auto".
            asOf: The reference date, as of segment.
            seed: As of segment. Value: integer 0 to 2147483647, default 42.
            lang: The language of texts. Value: "auto" | "en" | "zh" | "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            a: The first group.
            b: The second group.
            differences: The features, the largest effect first.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 3001
            badClusterCount, 3002 constantFeatures.
        """
        params = {
            "a": a,
            "b": b,
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "method": method,
            "k": k,
            "features": features,
            "asOf": asOf,
            "seed": seed,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("compareSegments", params, None, progress, timeout)

    # Churn

    def label_churn(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        churnWindowDays: Optional[Union[Literal["auto"], int]] = None,
        observationDays: Optional[int] = None,
        gapDays: Optional[int] = None,
        cutoffs: Optional[Union[Literal["auto"], Sequence[Date]]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Make a labelled table of orders: who stood where on some days, and who left.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            churnWindowDays: Silence that counts as leaving; auto is the 90th percentile of gaps.
                Value: "auto" or integer 1 to 3650, default "auto".
            observationDays: How far back features look; all when not given. Value: integer 1 to
                36500.
            gapDays: Days between what features and what labels see. Value: integer 0 to 3650,
                default 0.
            cutoffs: Days on which customers are looked at; auto takes up to twelve that do not
                overlap. Value: "auto" or array of date, default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            churnWindowDays: Silence that counts as leaving.
            gapDays: Days between what features and what labels see.
            cutoffs: The days that were looked at, the latest first.
            rows: A row per customer and cutoff.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2004
            singleClass.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "churnWindowDays": churnWindowDays,
            "observationDays": observationDays,
            "gapDays": gapDays,
            "cutoffs": cutoffs,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("labelChurn", params, "rows", progress, timeout)

    def probability_alive(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        at: Optional[Sequence[Date]] = None,
        history: Optional[bool] = None,
        model: Optional[Literal["mbgNbd", "bgNbd", "paretoNbd"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Say how likely customers are still customers, on one day or several.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            at: Days, up to asOf; asOf alone when not given.
            history: The whole line of the customer in customers. Value: boolean, default false.
            model: mbgNbd lets one-time buyers be gone, bgNbd does not; paretoNbd lets customers
                leave at any moment, not only after a purchase. Value: "mbgNbd" | "bgNbd" |
                "paretoNbd", default "mbgNbd".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            at: The days, rising.
            expected: How many are expected to be customers on each day.
            customers: Customers: of several days those who lost most first, of one the least likely
                first.
            history: The line of one customer.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 1012
            customerNotFound.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "at": at,
            "history": history,
            "model": model,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("probabilityAlive", params, "customers", progress, timeout)

    def churn_summary(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        by: Optional[Literal["day", "week", "month", "quarter"]] = None,
        churnWindowDays: Optional[Union[Literal["auto"], int]] = None,
        positive: Optional[str] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Count who was lost, who came and who came back, and say what sets the lost apart.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            by: The length of a period; of orders. Value: "day" | "week" | "month" | "quarter",
                default "month".
            churnWindowDays: Of orders: silence that counts as leaving; auto is the 90th percentile
                of gaps. Value: "auto" or integer 1 to 3650, default "auto".
            positive: The value of the churn column that means leaving.
            asOf: The last day that counts; that of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            lang: The language of texts. Value: "auto" | "en" | "zh" | "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            rate: Of a label: who left. Of orders: lost in a period, of those there.
            revenueShare: The money of those who left over that of all.
            churnWindowDays: Silence that counts as leaving.
            periods: Of orders: from the first to that of the last day.
            groups: Of a label: by each column, the clearest first.
            reasons: Why they left, where a column says so.
            drivers: What sets those who left apart, the largest effect first.
            importance: Of a label: what is lost on unseen rows when a column is shuffled.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "by": by,
            "churnWindowDays": churnWindowDays,
            "positive": positive,
            "asOf": asOf,
            "seed": seed,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("churnSummary", params, None, progress, timeout)

    def survival(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        explain: Optional[int] = None,
        strict: Optional[bool] = None,
        duration: Optional[str] = None,
        event: Optional[str] = None,
        positive: Optional[str] = None,
        covariates: Optional[Union[Literal["auto"], Sequence[str]]] = None,
        method: Optional[Literal["auto", "km", "cox", "weibull"]] = None,
        by: Optional[str] = None,
        horizons: Optional[Union[Literal["auto"], Sequence[float]]] = None,
        churnWindowDays: Optional[Union[Literal["auto"], int]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Say how long customers stay, what makes it longer or shorter, and how long those still
        there will.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            explain: Reasons per row. Value: integer 0 to 10, default 3.
            strict: Turn lower rungs into errors. Value: boolean, default false.
            duration: The column of how long each lasted, by header or role; tenureDays when not
                given.
            event: The column of whether it ended, by header or role; churn when not given.
            positive: The value of event that means ended.
            covariates: Columns that may make it longer or shorter; auto takes all that may be.
                Value: "auto" or array of string, default "auto".
            method: km gives curves alone, cox hazard ratios, weibull also goes on beyond what was
                seen; auto is cox where ten have ended. Value: "auto" | "km" | "cox" | "weibull",
                default "auto".
            by: Also each value of this column apart, with a log-rank test.
            horizons: How much further to look, in the unit of durations. Value: "auto" or array of
                number, default "auto".
            churnWindowDays: Of orders: silence that counts as leaving; auto is the 90th percentile
                of gaps. Value: "auto" or integer 1 to 3650, default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            unit: What durations are counted in.
            curves: All customers, then each value of by.
            logRank: Whether the groups last equally long.
            hazardRatios: What makes it longer or shorter.
            evaluation: How good the forecasts were on unseen rows.
            horizons: How much further was looked.
            customers: Customers still there, the soonest to leave first.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2003
            notEnoughData, 2004 singleClass, 3002 constantFeatures, 5003 memoryLimit.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "seed": seed,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "explain": explain,
            "strict": strict,
            "duration": duration,
            "event": event,
            "positive": positive,
            "covariates": covariates,
            "method": method,
            "by": by,
            "horizons": horizons,
            "churnWindowDays": churnWindowDays,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("survival", params, "customers", progress, timeout)

    def what_if(
        self,
        model: str,
        path: Optional[Path] = None,
        *,
        customerId: Optional[str] = None,
        row: Optional[int] = None,
        changes: Optional[Mapping[str, Union[str, float]]] = None,
        goal: Optional[Union[Literal["low", "medium"], float]] = None,
        actionable: Optional[Union[Literal["auto"], Sequence[str]]] = None,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Ask a kept model what it would say if, or for the smallest change that reaches a goal.

        Args:
            model: The name it was given as saveAs.
            path: The file to read; or give dataset or rows.
            customerId: The customer; or give row.
            row: The row, from 1. Value: integer 1 to 2147483647.
            changes: Features and their new values; or give goal.
            goal: The prediction to reach: a number, or low or medium for the tiers of predictChurn.
                Value: number or "low" | "medium" or .
            actionable: Features that may be changed; auto leaves out age, gender, region, income
                and what is past. Value: "auto" or array of string, default "auto".
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            model: The model that was asked, and the data it was made of.
            customerId: The customer, or the number of the row.
            before: The prediction as things are.
            after: The prediction with the changes.
            goal: The prediction that was to be reached.
            goalReached: Whether it is; if not, after is the best that up to three changes come to.
            changes: What is otherwise.
            actionable: Features the search could change.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2001
            modelNotFound, 2002 modelIncompatible, 1012 customerNotFound.
        """
        params = {
            "model": model,
            "path": path,
            "customerId": customerId,
            "row": row,
            "changes": changes,
            "goal": goal,
            "actionable": actionable,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("whatIf", params, None, progress, timeout)

    # Value

    def scorecard(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        explain: Optional[int] = None,
        strict: Optional[bool] = None,
        target: Optional[str] = None,
        positive: Optional[str] = None,
        features: Optional[Union[Literal["auto"], Sequence[str]]] = None,
        purpose: Optional[str] = None,
        pdo: Optional[float] = None,
        base: Optional[float] = None,
        baseOdds: Optional[float] = None,
        bins: Optional[int] = None,
        test: Optional[Mapping[str, Any]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Make a card of points for a risk, score every customer, and say why.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            explain: Reasons per row. Value: integer 0 to 10, default 3.
            strict: Turn lower rungs into errors. Value: boolean, default false.
            target: The column whose yes is bad, by header or role; auto takes a target or churn
                column.
            positive: The value of the target that is bad.
            features: Columns of the card; auto takes all that may be. Value: "auto" or array of
                string, default "auto".
            purpose: What the scores are for; needed.
            pdo: Points that double the odds of good. Value: number 1 to 1000, default 20.
            base: The score at which the odds are baseOdds. Value: number 0 to 10000, default 600.
            baseOdds: Odds of good at base. Value: number 0.001 to 1000000, default 50.
            bins: Classes of a number at most. Value: integer 2 to 20, default 5.
            test: Which rows test the card.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            target: The column whose yes is bad.
            bad: The value of the target that is bad.
            card: The points of each class of each feature, by what they tell.
            customers: Customers by rising score: the riskiest first.
            evaluation: How well the points tell bad on rows not seen.
            ks: The largest distance between good and bad below a score, on unseen rows.
            gini: Twice the area under the ROC curve less one, on unseen rows.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2004
            singleClass, 2003 notEnoughData, 2006 leakageSuspected, 3002 constantFeatures, 4007
            purposeRequired.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "seed": seed,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "explain": explain,
            "strict": strict,
            "target": target,
            "positive": positive,
            "features": features,
            "purpose": purpose,
            "pdo": pdo,
            "base": base,
            "baseOdds": baseOdds,
            "bins": bins,
            "test": test,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("scorecard", params, "customers", progress, timeout)

    def score_leads(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        explain: Optional[int] = None,
        strict: Optional[bool] = None,
        target: Optional[str] = None,
        positive: Optional[str] = None,
        features: Optional[Union[Literal["auto"], Sequence[str]]] = None,
        kind: Optional[
            Literal[
                "auto",
                "linear",
                "ridge",
                "lasso",
                "logistic",
                "l1Logistic",
                "linearSvm",
                "naiveBayes",
                "knn",
                "tree",
                "forest",
                "gbdt",
                "mlp",
                "blend",
            ]
        ] = None,
        test: Optional[Mapping[str, Any]] = None,
        saveAs: Optional[str] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Score open leads by those whose outcome is known, with reasons and the worth of sources.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            explain: Reasons per row. Value: integer 0 to 10, default 3.
            strict: Turn lower rungs into errors. Value: boolean, default false.
            target: The column that says who was won, by header or role; auto takes a target column.
            positive: The value of the target that means won.
            features: Columns to learn from; auto takes all that may be. Value: "auto" or array of
                string, default "auto".
            kind: The kind of model, as in trainModel. Value: "auto" | "linear" | "ridge" | "lasso"
                | "logistic" | "l1Logistic" | "linearSvm" | "naiveBayes" | "knn" | "tree" | "forest"
                | "gbdt" | "mlp" | "blend", default "auto".
            test: Which rows test the model.
            saveAs: Keep the model under this name.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            target: The column that says who was won.
            leads: Open leads, the likeliest first; all when none is open.
            tierCounts: Leads of each tier.
            base: The score of the average lead; reasons add to it.
            scale: What scores are: logOdds, or probability for averages of shares.
            evaluation: How good the model was on leads it had not seen.
            sourceQuality: What became of the leads of each source.
            importance: What is lost when a feature is shuffled.
            leakageReport: Columns that know the answer too well.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2004
            singleClass, 2003 notEnoughData, 2006 leakageSuspected, 3002 constantFeatures, 5003
            memoryLimit.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "seed": seed,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "explain": explain,
            "strict": strict,
            "target": target,
            "positive": positive,
            "features": features,
            "kind": kind,
            "test": test,
            "saveAs": saveAs,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("scoreLeads", params, "leads", progress, timeout)

    def predict_purchase(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        explain: Optional[int] = None,
        strict: Optional[bool] = None,
        horizonDays: Optional[int] = None,
        item: Optional[str] = None,
        category: Optional[str] = None,
        model: Optional[Literal["auto", "logistic", "gbdt", "mbgNbd", "linear"]] = None,
        threshold: Optional[Union[Literal["auto"], float]] = None,
        costs: Optional[Mapping[str, Any]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Who buys within the next days: anything, one item or a category, and for how much.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            explain: Reasons per row. Value: integer 0 to 10, default 3.
            strict: Turn lower rungs into errors. Value: boolean, default false.
            horizonDays: How far ahead. Value: integer 1 to 3650, default 30.
            item: One item, by name or id; all purchases when not given.
            category: One category; not together with item.
            model: auto takes what the data carry; linear is a line through yes and no: interest, no
                probability. Value: "auto" | "logistic" | "gbdt" | "mbgNbd" | "linear", default
                "auto".
            threshold: Where yes begins; auto is the best F1 or least cost. Value: "auto" or number
                0 to 1, default "auto".
            costs: What errors cost, to choose the threshold by.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            customers: Customers by falling chance of buying.
            horizonDays: How far the chance looks ahead.
            snapshots: The days that were learnt from and tested on.
            expectedBuyers: How many are expected to buy.
            expectedSpend: What all together are expected to spend.
            evaluation: How good the model was on a later day.
            spendTest: How good the spend was on a later day.
            threshold: The chance from which a customer counts as a buyer.
            coefficients: What the model learnt, on logarithms of figures.
            base: The score of the average customer; reasons add to it.
            scale: What scores are: logOdds, or value of a line.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2003
            notEnoughData, 5003 memoryLimit.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "seed": seed,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "explain": explain,
            "strict": strict,
            "horizonDays": horizonDays,
            "item": item,
            "category": category,
            "model": model,
            "threshold": threshold,
            "costs": costs,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("predictPurchase", params, "customers", progress, timeout)

    def score_customer_value(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        weights: Optional[Mapping[str, Any]] = None,
        normalize: Optional[Literal["percentile", "z", "minmax", "none"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Rank customers by a weighted score of spend, frequency and lifetime value, part by part.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            weights: What spend (p), frequency (f) and lifetime value (l) count.
            normalize: How the parts are brought to one scale before they are added. Value:
                "percentile" | "z" | "minmax" | "none", default "percentile".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            customers: Customers by falling score.
            parts: What the score is made of.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "weights": weights,
            "normalize": normalize,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("scoreCustomerValue", params, "customers", progress, timeout)

    def unit_economics(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        marketingSpend: Any = None,
        period: Optional[Literal["day", "week", "month", "quarter", "year"]] = None,
        margin: Optional[float] = None,
        months: Optional[int] = None,
        asOf: Optional[Date] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """What a customer costs, brings and pays back: in all, by period and by channel.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            marketingSpend: What was spent to win customers: a number for all, or an object of
                numbers by channel or by period (2024-03, 2024-Q1, 2024, a week by its Monday).
            period: What customers are counted by. Value: "day" | "week" | "month" | "quarter" |
                "year", default "month".
            margin: The share of revenue that is profit. Value: number 0 to 1, default 1.
            months: Months after the first purchase that a value counts. Value: integer 1 to 120,
                default 12.
            asOf: The reference date; the last date of the data when not given.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            all: All customers together.
            averageOrderValue: Money of an order; null without money.
            ordersPerCustomer: Orders of a customer so far.
            retentionRate: Of those who bought in one whole period the share that bought in the
                next.
            activityRatio: The mean share of days with an order.
            observedDays: Mean days from first to last purchase; 0 for those who bought once, and
                customers still buy: no lifetime.
            periods: What happened in each period.
            channelColumn: The column that says how customers came.
            channels: Customers by the way they came, the most first.
            cohort: What a new customer brings, month after month.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "marketingSpend": marketingSpend,
            "period": period,
            "margin": margin,
            "months": months,
            "asOf": asOf,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("unitEconomics", params, None, progress, timeout)

    def next_purchase(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """When each customer is to be expected again: a window of dates, who is due and who is
        overdue.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            customers: Overdue customers first, then due ones by date.
            states: Customers of each state.
            usualGapDays: The middle gap between purchases, over customers.
            test: The same from an earlier day, held against what came.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("nextPurchase", params, "customers", progress, timeout)

    def evaluate_formula(
        self,
        *,
        name: Optional[str] = None,
        expression: Optional[str] = None,
        inputs: Any = None,
        currency: Optional[str] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Work out a formula with its units: every step, and what is wrong with the formula.

        Args:
            name: A formula of the library; either this or expression.
            expression: Numbers, names, + - * / ^, brackets, sqrt, exp, ln, log10, abs, round, min,
                max, sum.
            inputs: For each name a number, or {value, unit} with a unit such as CNY/order or 元/月.
            currency: The currency of bare amounts, as a word. Value: string, default "CNY".
            lang: The language of texts. Value: "auto" | "en" | "zh" | "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            value: The number.
            unit: Its unit; 1 without one.
            steps: How it was computed.
            contributions: The parts of the sum.
            standard: What the field uses instead.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            -32602 invalidParams, 2008 unknownFormula, 1009 badValue.
        """
        params = {
            "name": name,
            "expression": expression,
            "inputs": inputs,
            "currency": currency,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("evaluateFormula", params, None, progress, timeout)

    def forecast(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        target: Optional[Literal["revenue", "orders", "demand"]] = None,
        horizon: Optional[int] = None,
        frequency: Optional[Literal["auto", "day", "week", "month"]] = None,
        season: Optional[Union[Literal["auto"], int]] = None,
        bySegment: Optional[str] = None,
        item: Optional[str] = None,
        top: Optional[int] = None,
        leadTimeDays: Optional[float] = None,
        stock: Optional[float] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        strict: Optional[bool] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Forecast revenue, orders or the demand of items, with bounds, a back-test and a reorder
        point.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            target: revenue: money of purchases, or the one column of numbers there is; orders;
                demand: pieces, item by item. Value: "revenue" | "orders" | "demand", default
                "revenue".
            horizon: Periods to look ahead. Value: integer 1 to 366, default 12.
            frequency: The length of a period; auto takes it from how long and how dense the data
                are. Value: "auto" or "day" | "week" | "month".
            season: Periods after which things recur, 1 for none; auto: a week of open days, 52
                weeks or 12 months where the data hold two of them. Value: "auto" or integer 1 to
                366, default "auto".
            bySegment: Also each value of this column apart, such as region or channel.
            item: demand: only this item, by id or name.
            top: Items or segments: so many of the largest. Value: integer 1 to 100, default 10.
            leadTimeDays: demand: days from an order to its goods; gives the reorder point. Value:
                number 0.5 to 366.
            stock: demand of one item: pieces that are there now. Value: number 0 to 1000000000000.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            strict: Turn lower rungs into errors. Value: boolean, default false.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            frequency: The length of a period: day, week or month.
            series: All together first, then segments or items, the largest first.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2003
            notEnoughData.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "target": target,
            "horizon": horizon,
            "frequency": frequency,
            "season": season,
            "bySegment": bySegment,
            "item": item,
            "top": top,
            "leadTimeDays": leadTimeDays,
            "stock": stock,
            "asOf": asOf,
            "seed": seed,
            "lang": lang,
            "strict": strict,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("forecast", params, None, progress, timeout)

    # Recommendation

    def similar_items(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        itemId: Optional[str] = None,
        n: Optional[int] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """For each item the items that the same people choose, with evidence.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            itemId: This item only; all, the most popular first, when not given.
            n: Neighbours of an item. Value: integer 1 to 1000, default 10.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            items: Items with those nearest to each.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 1012
            customerNotFound.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "itemId": itemId,
            "n": n,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("similarItems", params, "items", progress, timeout)

    def similar_customers(
        self,
        customerId: str,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        n: Optional[int] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """The customers who chose most alike, with what they share.

        Args:
            customerId: The customer.
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            n: How many. Value: integer 1 to 1000, default 10.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            customerId: The customer.
            items: Items this customer chose.
            similar: The nearest, nearest first.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 1012
            customerNotFound.
        """
        params = {
            "customerId": customerId,
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "lang": lang,
            "n": n,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("similarCustomers", params, None, progress, timeout)

    def association_rules(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        minSupport: Optional[float] = None,
        minConfidence: Optional[float] = None,
        minLift: Optional[float] = None,
        maxLength: Optional[int] = None,
        maxConsequents: Optional[int] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Rules of what is bought together, with support, confidence, lift, significance.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            minSupport: The share of baskets that hold all items of a rule. Value: number 0 to 1,
                default 0.01.
            minConfidence: Of the baskets with the left side, the share with the right one. Value:
                number 0 to 1, default 0.2.
            minLift: How many times as often as by chance. Value: number 0 to 1000000, default 1.1.
            maxLength: Items of a rule. Value: integer 2 to 8, default 3.
            maxConsequents: Items of a right side: with more than one, what is bought together is
                also split into several that follow from several. Value: integer 1 to 7, default 1.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            rules: By falling lift.
            baskets: Baskets that were looked at.
            itemsets: Sets of items with enough support.
            tried: Rules with enough support and confidence.
            significant: Rules of the answer with an adjusted p below 0.05.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "minSupport": minSupport,
            "minConfidence": minConfidence,
            "minLift": minLift,
            "maxLength": maxLength,
            "maxConsequents": maxConsequents,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("associationRules", params, "rules", progress, timeout)

    def popular_items(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        windowDays: Optional[int] = None,
        halfLifeDays: Optional[float] = None,
        by: Optional[str] = None,
        n: Optional[int] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """What is chosen most, lately or overall, for all or for each kind of customer.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            windowDays: Only the last so many days. Value: integer 1 to 36500.
            halfLifeDays: What was chosen so many days ago counts half. Value: number 0.01 to 36500.
            by: A header or a role, such as region: a ranking for each of its values.
            n: Items of a ranking; all when not given. Value: integer 1 to 100000.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            items: Items by falling score, one segment after the other.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "windowDays": windowDays,
            "halfLifeDays": halfLifeDays,
            "by": by,
            "n": n,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("popularItems", params, "items", progress, timeout)

    def recommend_content(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        interests: Optional[str] = None,
        items: Optional[Sequence[str]] = None,
        exclude: Optional[Sequence[str]] = None,
        n: Optional[int] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Items for interests or like given ones, by their names and what they are.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            interests: Words, in English or Chinese.
            items: Items to find the like of. Value: array of string, default [].
            exclude: Items never to recommend. Value: array of string, default [].
            n: How many. Value: integer 1 to 1000, default 10.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            items: The best first; only those with anything in common.
            unknownWords: Words of the interests that no item has.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 1012
            customerNotFound.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "lang": lang,
            "interests": interests,
            "items": items,
            "exclude": exclude,
            "n": n,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("recommendContent", params, None, progress, timeout)

    def evaluate_recommender(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        strict: Optional[bool] = None,
        k: Optional[Sequence[int]] = None,
        methods: Optional[
            Sequence[
                Literal[
                    "auto",
                    "popularity",
                    "itemCosine",
                    "userCosine",
                    "tfidf",
                    "bm25",
                    "rp3beta",
                    "ease",
                    "als",
                    "bpr",
                    "pureSvd",
                    "graphFilter",
                    "rules",
                    "content",
                    "hybrid",
                    "svd",
                    "mfSgd",
                ]
            ]
        ] = None,
        repeatItems: Optional[Literal["auto", "yes", "no"]] = None,
        minSupport: Optional[int] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Ways to recommend side by side on hidden choices, beside popularity and chance.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            strict: Turn lower rungs into errors. Value: boolean, default false.
            k: Lengths of lists. Value: array of integer, default [1,5,10,20].
            methods: Which ways; popularity is always among them. Not auto, hybrid, svd or mfSgd.
                Value: array of "auto" | "popularity" | "itemCosine" | "userCosine" | "tfidf" |
                "bm25" | "rp3beta" | "ease" | "als" | "bpr" | "pureSvd" | "graphFilter" | "rules" |
                "content" | "hybrid" | "svd" | "mfSgd", default ["itemCosine","als","ease"].
            repeatItems: Whether items chosen before may be recommended; auto when 30 % of choices
                are repeats. Value: "auto" | "yes" | "no", default "auto".
            minSupport: Items fewer people chose are left out. Value: integer 1 to 1000000, default
                1.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            tested: Customers whose choices were hidden.
            models: Popularity first, then the ways that were asked for.
            random: What lists by lot would hit.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2003
            notEnoughData.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "seed": seed,
            "lang": lang,
            "strict": strict,
            "k": k,
            "methods": methods,
            "repeatItems": repeatItems,
            "minSupport": minSupport,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("evaluateRecommender", params, None, progress, timeout)

    # Feedback

    def tokenize(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        explain: Optional[int] = None,
        strict: Optional[bool] = None,
        texts: Optional[Sequence[str]] = None,
        pos: Optional[bool] = None,
        newWords: Optional[bool] = None,
        redact: Optional[bool] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Cut texts in Chinese, English or both into words and sentences, with exact places.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            explain: Reasons per row. Value: integer 0 to 10, default 3.
            strict: Turn lower rungs into errors. Value: boolean, default false.
            texts: The texts themselves, instead of path, dataset or rows.
            pos: Say what kind of word each is: coarse, from word lists, its accuracy never
                measured. Value: boolean, default false.
            newWords: Learn Chinese words that the dictionary does not have from these texts. Value:
                boolean, default true.
            redact: Hide telephone, identity-card, bank-card and account numbers, mail addresses and
                secrets in links, and names and homes as far as they can be told; a hidden character
                is one *. Value: boolean, default true.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            items: The texts, in the order of the data.
            tokenCount: Tokens of all texts.
            sentenceCount: Sentences of all texts.
            newWords: Chinese words learnt from these texts, the most frequent first, 100 at most.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "seed": seed,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "explain": explain,
            "strict": strict,
            "texts": texts,
            "pos": pos,
            "newWords": newWords,
            "redact": redact,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("tokenize", params, "items", progress, timeout)

    def survey_metrics(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        scores: Optional[Sequence[str]] = None,
        kind: Optional[Literal["auto", "nps", "csat", "ces"]] = None,
        by: Optional[Literal["auto", "day", "week", "month", "quarter", "year"]] = None,
        groupBy: Optional[Sequence[str]] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Net promoter score, satisfaction or effort, with intervals, trend and what goes with it.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            scores: Headers of the columns of answers, the main one first; found by name when not
                given.
            kind: nps, csat or ces; auto goes by the header and the highest answer. Value: "auto" or
                "nps" | "csat" | "ces", default "auto".
            by: The periods of the trend; auto is weeks, months where there are many. Value: "auto"
                or "day" | "week" | "month" | "quarter" | "year", default "auto".
            groupBy: Headers of groups to compare; every column of few values when not given.
            lang: The language of texts. Value: "auto" | "en" | "zh" | "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            questions: Each column of answers, the main one first.
            trend: The main one over time, where the file has dates.
            drivers: What goes with its answers, the surest first.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "scores": scores,
            "kind": kind,
            "by": by,
            "groupBy": groupBy,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("surveyMetrics", params, None, progress, timeout)

    def train_feedback_model(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        texts: Optional[Sequence[str]] = None,
        labels: Optional[Sequence[Union[str, Sequence[str]]]] = None,
        multiLabel: Optional[Union[Literal["auto"], bool]] = None,
        model: Optional[
            Literal[
                "auto",
                "naiveBayes",
                "nbLogistic",
                "logistic",
                "linearSvm",
                "embedPool",
                "text000",
            ]
        ] = None,
        longestWords: Optional[int] = None,
        longestCharacters: Optional[int] = None,
        minConfidence: Optional[float] = None,
        redact: Optional[bool] = None,
        folds: Optional[int] = None,
        saveAs: Optional[str] = None,
        seed: Optional[int] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        strict: Optional[bool] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Learn labels of texts by the best of several models, tested on unseen texts, and keep it.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            texts: The texts themselves, instead of path, dataset or rows.
            labels: The label of each of the texts, an empty one or null where it is not known; or a
                list of all its labels, an empty one where none applies.
            multiLabel: Whether a text may have any number of labels; a cell then holds them with |
                ; , or 、 between them. auto reads it from the labels. Value: "auto" or boolean,
                default "auto".
            model: auto tries several and lets the best speak together; text000 is the published
                network of 160,017 parameters. Value: "auto" | "naiveBayes" | "nbLogistic" |
                "logistic" | "linearSvm" | "embedPool" | "text000", default "auto".
            longestWords: Words of the longest run of words that linear models see; by the script
                when not given. Value: integer 1 to 5.
            longestCharacters: Characters of the longest run of characters they see; 0 for none.
                Value: integer 0 to 8.
            minConfidence: Below this chance an answer counts as withheld. Value: number 0 to 1,
                default 0.6.
            redact: Hide what identifies a person before anything is learnt. Value: boolean, default
                true.
            folds: Parts of the cross-validation. Value: integer 2 to 20, default 5.
            saveAs: Keep the model under this name, for classifyFeedback and labelFeedback; one of
                the same name is replaced.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            strict: Turn lower rungs into errors. Value: boolean, default false.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            model: The name it is kept under; null when it is not.
            kind: The kind of model that was asked for.
            labels: The labels, in code-point order.
            multiLabel: Whether a text may have any number of them.
            bounds: Of such labels: the chance from which each is given.
            texts: Texts that were read.
            labelled: Those that have a label.
            features: Words and runs of words or characters that have weights.
            parameters: Parameters of the published network.
            learners: The models that have a say.
            trials: What was tried on the first fold, and how good it was there.
            evaluation: How well labels were predicted for unseen texts.
            abstention: What withholding doubtful answers brings.
            toLabel: Texts worth a person's look: a label there teaches most.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2003
            notEnoughData, 2004 singleClass, 5003 memoryLimit.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "texts": texts,
            "labels": labels,
            "multiLabel": multiLabel,
            "model": model,
            "longestWords": longestWords,
            "longestCharacters": longestCharacters,
            "minConfidence": minConfidence,
            "redact": redact,
            "folds": folds,
            "saveAs": saveAs,
            "seed": seed,
            "lang": lang,
            "strict": strict,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("trainFeedbackModel", params, None, progress, timeout)

    def label_feedback(
        self,
        model: str,
        texts: Sequence[str],
        labels: Sequence[Union[str, Sequence[str]]],
        *,
        saveAs: Optional[str] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Teach a kept model of texts with new labels; it says what to label next.

        Args:
            model: The name it was given as saveAs.
            texts: The texts; one it knows already gets the new label.
            labels: The label of each text; one it does not know is new. For a model of several
                labels per text a list of all, which may be empty.
            saveAs: Keep the new one under this name; the old one's when not given.
            lang: The language of texts; auto is that of the texts. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the new model is to be trusted.
            model: The name the new model is kept under.
            labelled: Texts it has learnt from, all told.
            labels: Its labels now.
            before: What the old model said of the new texts.
            evaluation: How well labels were predicted for unseen texts.
            toLabel: Texts worth a person's look next.
            warnings: What to know before relying on it.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2001
            modelNotFound, 2003 notEnoughData, 2004 singleClass, 5003 memoryLimit.
        """
        params = {
            "model": model,
            "texts": texts,
            "labels": labels,
            "saveAs": saveAs,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("labelFeedback", params, None, progress, timeout)

    def extract_topics(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        explain: Optional[int] = None,
        strict: Optional[bool] = None,
        texts: Optional[Sequence[str]] = None,
        k: Optional[Union[Literal["auto"], int]] = None,
        quotes: Optional[int] = None,
        redact: Optional[bool] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Find what feedback is about, without labels: words, quotes, share and growth.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            explain: Reasons per row. Value: integer 0 to 10, default 3.
            strict: Turn lower rungs into errors. Value: boolean, default false.
            texts: The texts themselves, instead of path, dataset or rows.
            k: Topics to find; auto takes the number whose words go together best. Value: "auto" or
                integer 1 to 50, default "auto".
            quotes: Texts shown for each topic. Value: integer 0 to 20, default 2.
            redact: Hide personal data in quotes. Value: boolean, default true.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            topics: The topics, that of most texts first.
            texts: The texts with the topic of each, in the order of the data.
            explained: Share of the texts' squared word weights they explain.
            tried: Numbers of topics that were tried.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2003
            notEnoughData.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "seed": seed,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "explain": explain,
            "strict": strict,
            "texts": texts,
            "k": k,
            "quotes": quotes,
            "redact": redact,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("extractTopics", params, "texts", progress, timeout)

    def embed_words(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        explain: Optional[int] = None,
        strict: Optional[bool] = None,
        texts: Optional[Sequence[str]] = None,
        words: Optional[Sequence[str]] = None,
        analogies: Optional[Sequence[Sequence[str]]] = None,
        n: Optional[int] = None,
        dim: Optional[int] = None,
        window: Optional[int] = None,
        minCount: Optional[int] = None,
        vectors: Optional[bool] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Learn vectors of words from your own texts: words used alike, and analogies.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            explain: Reasons per row. Value: integer 0 to 10, default 3.
            strict: Turn lower rungs into errors. Value: boolean, default false.
            texts: The texts themselves, instead of path, dataset or rows.
            words: The words asked about, 200 at most; the most frequent when not given.
            analogies: Three words each: what is to the third as the second is to the first?
            n: Neighbours shown for each word. Value: integer 1 to 100, default 10.
            dim: Numbers of a vector. Value: integer 2 to 300, default 50.
            window: Words to each side that count. Value: integer 1 to 10, default 5.
            minCount: A word in fewer places gets no vector. Value: integer 1 to 1000, default 3.
            vectors: Give the vectors of the words too. Value: boolean, default false.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            words: The words asked about, in the order of the request.
            analogies: The analogies, in the order of the request.
            vocabulary: Words that have a vector.
            tokens: Words of the texts, repeated ones counted again.
            evaluation: How well neighbours in unseen texts are told from chance; null for too few
                texts.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2003
            notEnoughData.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "seed": seed,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "explain": explain,
            "strict": strict,
            "texts": texts,
            "words": words,
            "analogies": analogies,
            "n": n,
            "dim": dim,
            "window": window,
            "minCount": minCount,
            "vectors": vectors,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("embedWords", params, "words", progress, timeout)

    def feedback_trend(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        by: Optional[Literal["auto", "day", "week", "month", "quarter", "year"]] = None,
        redact: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Follow feedback over time: how bad, when it changed, and which words are new.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            by: The length of a period; auto is weeks, months beyond a year and a half. Value:
                "auto" or "day" | "week" | "month" | "quarter" | "year", default "auto".
            redact: Hide personal data in examples. Value: boolean, default true.
            lang: The language of texts. Value: "auto" | "en" | "zh" | "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            periods: The earliest first; periods without texts too.
            changePoints: Where a level changed beyond chance.
            emerging: Words said more now than before, the surest first.
            fading: Words said less.
            nowFrom: The first day of now; all before it is before.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "by": by,
            "redact": redact,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("feedbackTrend", params, None, progress, timeout)

    def suggest_reply(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        explain: Optional[int] = None,
        strict: Optional[bool] = None,
        texts: Optional[Sequence[str]] = None,
        faq: Optional[Union[str, Mapping[str, Any]]] = None,
        questionColumn: Optional[str] = None,
        answerColumn: Optional[str] = None,
        intentColumn: Optional[str] = None,
        template: Optional[str] = None,
        n: Optional[int] = None,
        minConfidence: Optional[Union[Literal["auto"], float]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Find the answer to a message in a file of questions and answers; never sends.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            explain: Reasons per row. Value: integer 0 to 10, default 3.
            strict: Turn lower rungs into errors. Value: boolean, default false.
            texts: The messages themselves, instead of path, dataset or rows.
            faq: The questions and answers: a dataset, a path, or {path, dataset}. One row per known
                question; an answer may have several. Value: string or object or .
            questionColumn: The column of known questions; found by its name when not given.
            answerColumn: The column of answers.
            intentColumn: The column of what a question is about; enough without answers.
            template: A draft is made of it: {answer}, {question}, {intent}, {orderId}, {amount} and
                {date} are filled in. Value: string, default "{answer}".
            n: Answers shown for each message. Value: integer 1 to 20, default 3.
            minConfidence: Less sure messages get no draft; auto finds it by hidden questions, where
                answers have several, else takes 0.35. Value: "auto" or number, default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            replies: The messages, in the order of the data.
            answered: Messages with a draft.
            abstained: Messages without one.
            minConfidence: Below it nothing is drafted.
            evaluation: How well hidden questions were answered.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "asOf": asOf,
            "seed": seed,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "explain": explain,
            "strict": strict,
            "texts": texts,
            "faq": faq,
            "questionColumn": questionColumn,
            "answerColumn": answerColumn,
            "intentColumn": intentColumn,
            "template": template,
            "n": n,
            "minConfidence": minConfidence,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("suggestReply", params, "replies", progress, timeout)

    def compose_message(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        customers: Optional[Sequence[str]] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        format: Optional[Literal["objects", "columns", "csv"]] = None,
        outputPath: Optional[Path] = None,
        overwrite: Optional[bool] = None,
        excel: Optional[bool] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        template: Optional[str] = None,
        purpose: Optional[
            Literal["thanks", "reminder", "winBack", "coupon", "reviewRequest"]
        ] = None,
        tone: Optional[Literal["friendly", "formal", "brief"]] = None,
        requireConsent: Optional[bool] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Draft messages to customers who agreed to be written to; never sends.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            customers: Only these customers in the rows of the answer.
            limit: Rows in the answer; 0 for the summary only. Value: integer 0 to 1000000, default
                100.
            cursor: Where the page begins: nextCursor of the page before.
            format: The form of row lists. Value: "objects" | "columns" | "csv", default "objects".
            outputPath: Also write all rows to this CSV file.
            overwrite: Replace outputPath when it exists. Value: boolean, default false.
            excel: Begin the CSV file with the mark that Excel wants. Value: boolean, default false.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            template: The message, with places such as {region} for columns; {name}, {shop} and
                {link} are for the sender to fill in. Given in place of purpose and tone.
            purpose: What it is for. Value: "thanks" | "reminder" | "winBack" | "coupon" |
                "reviewRequest", default "thanks".
            tone: How it speaks. Value: "friendly" | "formal" | "brief", default "friendly".
            requireConsent: Draft only for those of whom the file says that they agreed. Value:
                boolean, default true.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            drafts: One for each row with a customer, in the order of the data.
            ready: Drafts to read and send.
            blocked: Rows without a draft, by cause.
            template: What the drafts were made of.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "customers": customers,
            "limit": limit,
            "cursor": cursor,
            "format": format,
            "outputPath": outputPath,
            "overwrite": overwrite,
            "excel": excel,
            "lang": lang,
            "template": template,
            "purpose": purpose,
            "tone": tone,
            "requireConsent": requireConsent,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("composeMessage", params, "drafts", progress, timeout)

    # Privacy and governance

    def audit_fairness(
        self,
        model: str,
        path: Optional[Path] = None,
        *,
        groups: Optional[Union[Literal["auto"], Sequence[str]]] = None,
        threshold: Optional[Union[Literal["auto"], float]] = None,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Compare how a kept model treats groups of people: rates, errors, intervals, a verdict.

        Args:
            model: The name it was given as saveAs.
            path: The file to read; or give dataset or rows.
            groups: Columns that part people; auto takes gender, age and region. Value: "auto" or
                array of string, default "auto".
            threshold: Where yes begins; auto is the model's own. Value: "auto" or number 0 to 1,
                default "auto".
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            model: The model, and the data it was made of.
            threshold: The probability from which the answer was yes.
            audits: Each column that parts people.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2001
            modelNotFound, 2002 modelIncompatible, 2007 noTrueLabels.
        """
        params = {
            "model": model,
            "path": path,
            "groups": groups,
            "threshold": threshold,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("auditFairness", params, None, progress, timeout)

    def mitigate_bias(
        self,
        model: str,
        path: Optional[Path] = None,
        *,
        method: Optional[Literal["reweigh", "groupThreshold", "dropProxy"]] = None,
        group: Optional[str] = None,
        aim: Optional[Literal["demographicParity", "equalOpportunity"]] = None,
        proxyArea: Optional[float] = None,
        saveAs: Optional[str] = None,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Make a kept model treat groups of people more alike: before, after, and what it costs.

        Args:
            model: The name it was given as saveAs.
            path: The file to read; or give dataset or rows.
            method: reweigh counts rows so that group and outcome are independent; groupThreshold
                decides by a threshold for each group; dropProxy leaves out features that tell the
                group. Value: "reweigh" | "groupThreshold" | "dropProxy", default "reweigh".
            group: The column that parts people; auto takes the first of gender, age and region.
            aim: What thresholds make equal: demographicParity the share that is named,
                equalOpportunity the share of those with the outcome. Value: "demographicParity" |
                "equalOpportunity", default "demographicParity".
            proxyArea: The area under the curve from which a feature tells the group. Value: number
                0.5 to 1, default 0.7.
            saveAs: Keep the new model under this name; groupThreshold makes none.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            model: The name the new model is kept under; null when it is not.
            method: The measure that was taken.
            before: The model made again as it was, on unseen rows.
            after: The same with the measure, on the same rows.
            accuracyChange: What the measure does to accuracy: after less before.
            thresholds: From which probability the answer is yes, by group.
            proxies: How well each feature alone tells a group: the area under its curve on unseen
                rows.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2001
            modelNotFound, 2002 modelIncompatible, 2007 noTrueLabels, 2003 notEnoughData, 3002
            constantFeatures, 5003 memoryLimit.
        """
        params = {
            "model": model,
            "path": path,
            "method": method,
            "group": group,
            "aim": aim,
            "proxyArea": proxyArea,
            "saveAs": saveAs,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("mitigateBias", params, None, progress, timeout)

    # Models

    def list_models(
        self,
        *,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """List the models that are kept: what they do and what they were made of.

        Args:
            lang: The language of texts. Value: "auto" | "en" | "zh" | "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            models: The models, by name.
            aliases: Other names, and the models they stand for.
        """
        params = {
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("listModels", params, None, progress, timeout)

    def compare_models(
        self,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        target: Optional[str] = None,
        kinds: Optional[
            Union[
                Literal["auto"],
                Sequence[
                    Literal[
                        "auto",
                        "linear",
                        "ridge",
                        "lasso",
                        "logistic",
                        "l1Logistic",
                        "linearSvm",
                        "naiveBayes",
                        "knn",
                        "tree",
                        "forest",
                        "gbdt",
                        "mlp",
                        "blend",
                    ]
                ],
            ]
        ] = None,
        positive: Optional[str] = None,
        features: Optional[Union[Literal["auto"], Sequence[str]]] = None,
        cv: Optional[int] = None,
        classWeight: Optional[Literal["none", "balanced"]] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        strict: Optional[bool] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Compare kinds of models on the same folds, with paired intervals and advice.

        Args:
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            target: The column to learn, by header or role; auto takes a churn or target column.
            kinds: Kinds to compare; auto takes all that can learn the target. Value: "auto" or
                array of "auto" | "linear" | "ridge" | "lasso" | "logistic" | "l1Logistic" |
                "linearSvm" | "naiveBayes" | "knn" | "tree" | "forest" | "gbdt" | "mlp" | "blend",
                default "auto".
            positive: The value of a label that counts as yes.
            features: Columns to learn from; auto takes all that may be. Value: "auto" or array of
                string, default "auto".
            cv: Folds. Value: integer 2 to 20, default 5.
            classWeight: balanced weighs both labels the same in all. Value: "none" | "balanced",
                default "none".
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            strict: Turn lower rungs into errors. Value: boolean, default false.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            target: The column that was learnt.
            metric: logLoss, or rmse of numbers; less is better.
            models: The models, the best first.
            recommended: The simplest that is not clearly worse.
            baseline: The metric of always saying the average.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2004
            singleClass, 2003 notEnoughData, 3002 constantFeatures.
        """
        params = {
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "target": target,
            "kinds": kinds,
            "positive": positive,
            "features": features,
            "cv": cv,
            "classWeight": classWeight,
            "asOf": asOf,
            "seed": seed,
            "lang": lang,
            "strict": strict,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("compareModels", params, None, progress, timeout)

    def tune_model(
        self,
        kind: Literal[
            "auto",
            "linear",
            "ridge",
            "lasso",
            "logistic",
            "l1Logistic",
            "linearSvm",
            "naiveBayes",
            "knn",
            "tree",
            "forest",
            "gbdt",
            "mlp",
            "blend",
        ],
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        target: Optional[str] = None,
        grid: Optional[Mapping[str, Sequence[float]]] = None,
        seconds: Optional[float] = None,
        positive: Optional[str] = None,
        features: Optional[Union[Literal["auto"], Sequence[str]]] = None,
        cv: Optional[int] = None,
        asOf: Optional[Date] = None,
        seed: Optional[int] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        strict: Optional[bool] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Try settings of a kind of model on folds, and say which foretell best.

        Args:
            kind: The kind of model.
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            target: The column to learn, by header or role; auto takes a churn or target column.
            grid: Settings and the values to try: {"l2": [0.1, 1, 10]}; all combinations. A grid of
                the kind's own when not given.
            seconds: No trial begins after this time; what was left out is said. Value: number 0.1
                to 3600, default 10.
            positive: The value of a label that counts as yes.
            features: Columns to learn from; auto takes all that may be. Value: "auto" or array of
                string, default "auto".
            cv: Folds. Value: integer 2 to 20, default 5.
            asOf: The reference date; the last date of the data when not given.
            seed: The seed of everything random. Value: integer 0 to 2147483647, default 42.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            strict: Turn lower rungs into errors. Value: boolean, default false.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            kind: The kind of model.
            metric: logLoss, or rmse of numbers; less is better.
            best: The settings that foretell best, to be given to trainModel.
            score: Their metric on rows they had not seen.
            baseline: The metric of always saying the average.
            curve: What was tried, in that order.
            skipped: Trials the time did not reach.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2004
            singleClass, 2003 notEnoughData, 3002 constantFeatures.
        """
        params = {
            "kind": kind,
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "target": target,
            "grid": grid,
            "seconds": seconds,
            "positive": positive,
            "features": features,
            "cv": cv,
            "asOf": asOf,
            "seed": seed,
            "lang": lang,
            "strict": strict,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("tuneModel", params, None, progress, timeout)

    def update_model(
        self,
        model: str,
        path: Optional[Path] = None,
        *,
        saveAs: Optional[str] = None,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Let a kept model learn from new rows, or take in new choices, and say whether it got
        better.

        Args:
            model: The name it was given as saveAs.
            path: The file to read; or give dataset or rows.
            saveAs: Keep the new one under this name; the old one's when not given.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            model: The name the new one is kept under.
            newRows: Rows it has learnt from now, or choices it has taken in.
            rememberedRows: Rows of before that stood for all it was made of, each with its weight;
                of a model of texts all that it had learnt from.
            before: The old one on the new rows.
            after: The new one on the new rows: each half was told by a model that learnt from the
                other.
            choices: Of a model that recommends: what came in, and what it did.
            labels: Of a model of texts: what came in, and what it did.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2001
            modelNotFound, 2002 modelIncompatible, 2003 notEnoughData, 2004 singleClass, 5003
            memoryLimit.
        """
        params = {
            "model": model,
            "path": path,
            "saveAs": saveAs,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("updateModel", params, None, progress, timeout)

    def monitor_model(
        self,
        model: str,
        path: Optional[Path] = None,
        *,
        dataset: Optional[str] = None,
        rows: Any = None,
        columns: Optional[Mapping[str, str]] = None,
        encoding: Optional[str] = None,
        header: Optional[Union[Literal["auto"], bool]] = None,
        delimiter: Optional[str] = None,
        table: Optional[str] = None,
        query: Optional[str] = None,
        where: Optional[Mapping[str, Any]] = None,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """See whether a kept model still fits: drift of features and predictions, outcomes, advice.

        Args:
            model: The name it was given as saveAs.
            path: The file to read; or give dataset or rows.
            dataset: The name of a loaded dataset.
            rows: The rows themselves: an array of objects.
            columns: Roles and the headers that play them, such as {"date": "day"}.
            encoding: The file's encoding; found out when not given.
            header: Whether the first line holds headers. Value: "auto" or boolean, default "auto".
            delimiter: The character between cells; found out when not given.
            table: The table of an SQLite file.
            query: A SELECT on an SQLite file.
            where: Only these rows: {"channel": "wechat", "amount": {">": 0}}, as in queryRows.
            lang: The language of texts; auto is that of the headers. Value: "auto" | "en" | "zh" |
                "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            summary: The answer in a sentence or two.
            grade: How far the answer is to be trusted.
            definition: What the words of the answer mean.
            model: The model, and the data it was made of.
            advice: keep, watch, recalibrate or retrain.
            predictions: How far the predictions have moved.
            features: How far each feature has moved, the farthest first.
            backtest: What was promised and what came, where that is known.
            warnings: What to know before relying on the answer.
            meta: What was read and how it was done.
            total: Rows there are in all.
            nextCursor: The cursor of the next page.
            output: The file that was written.

        Errors:
            1001 fileNotFound, 1002 pathNotAllowed, 1003 fileTooLarge, 1004 badEncoding, 1005
            malformedTable, 1006 emptyTable, 1007 columnNotFound, 1009 badValue, 1010
            datasetNotFound, 1011 datasetChanged, 5003 memoryLimit, 5007 outputExists, 2001
            modelNotFound, 2002 modelIncompatible.
        """
        params = {
            "model": model,
            "path": path,
            "dataset": dataset,
            "rows": rows,
            "columns": columns,
            "encoding": encoding,
            "header": header,
            "delimiter": delimiter,
            "table": table,
            "query": query,
            "where": where,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("monitorModel", params, None, progress, timeout)

    def describe_model(
        self,
        model: str,
        *,
        lang: Optional[Literal["auto", "en", "zh", "both"]] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Show the card of a kept model: data, features, figures, limits, lineage.

        Args:
            model: The name of the model, or an alias.
            lang: The language of texts. Value: "auto" | "en" | "zh" | "both", default "auto".
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            name: Its name.
            kind: What it is for: segments, prediction or recommendations.
            method: The method that made it.
            dataset: Name and version of the data it was made of.
            rows: Their rows.
            customers: Their customers.
            seed: The seed it was made with.
            grade: How far its answers are to be trusted.
            memoryBytes: Memory it takes, about.
            aliases: Other names that stand for it.
            target: The column it predicts.
            positive: The value of the label that counts as yes.
            threshold: The probability from which the answer is yes.
            period: First and last date of its data.
            features: The columns it looks at.
            evaluation: How good it was on rows it had not seen.
            crossValidation: The same settings on folds of the rows.
            coefficients: What it learnt, in units of the file.
            importance: What is lost when a feature is shuffled.
            settings: What was set or found.
            leakageReport: Columns that know the answer too well.
            limits: What it must not be taken for.
            lineage: Where it comes from, as a Mermaid diagram.

        Errors:
            2001 modelNotFound.
        """
        params = {
            "model": model,
            "lang": lang,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("describeModel", params, None, progress, timeout)

    def set_alias(
        self,
        alias: str,
        model: str,
        *,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Point a name such as production at a model, and say what it pointed at.

        Args:
            alias: The name that requests use, such as production.
            model: The model it is to stand for.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            alias: The name.
            model: The model it stands for now.
            previous: The model it stood for; give it as model to go back. Null for none.

        Errors:
            2001 modelNotFound.
        """
        params = {
            "alias": alias,
            "model": model,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("setAlias", params, None, progress, timeout)

    def delete_model(
        self,
        model: str,
        *,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Forget a model and free its memory.

        Args:
            model: The model to forget.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            model: The model that was forgotten.
            freedBytes: Memory it took, about.

        Errors:
            2001 modelNotFound.
        """
        params = {
            "model": model,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("deleteModel", params, None, progress, timeout)

    # Jobs

    def list_jobs(
        self,
        *,
        lang: Optional[Literal["en", "zh"]] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """List the jobs that run or wait, and those whose results are kept.

        Args:
            lang: The language of notes. Value: "en" | "zh", default "en".

        Result:
            jobs: The jobs, in the order they were started.
        """
        params = {
            "lang": lang,
        }
        return self._call("listJobs", params, None, progress, timeout)

    def get_job(
        self,
        jobId: str,
        *,
        lang: Optional[Literal["en", "zh"]] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Say how far a job is, and its result once it is done.

        Args:
            jobId: The job.
            lang: The language of the note. Value: "en" | "zh", default "en".

        Result:
            jobId: The job.
            method: What it runs.
            state: queued, running, done, failed or cancelled.
            fraction: How far it is, from 0 to 1.
            note: What it is doing.
            elapsedMs: Milliseconds since it was accepted, until its end.
            result: What the method answered, once it is done.
            error: Why it failed: code, message and data of the error.

        Errors:
            5002 jobNotFound.
        """
        params = {
            "jobId": jobId,
            "lang": lang,
        }
        return self._call("getJob", params, None, progress, timeout)

    def wait_job(
        self,
        jobId: str,
        *,
        lang: Optional[Literal["en", "zh"]] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Answer when a job is over, with its result. The job goes on either way.

        Args:
            jobId: The job.
            lang: The language of the note. Value: "en" | "zh", default "en".
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            jobId: The job.
            method: What it runs.
            state: queued, running, done, failed or cancelled.
            fraction: How far it is, from 0 to 1.
            note: What it is doing.
            elapsedMs: Milliseconds since it was accepted, until its end.
            result: What the method answered, once it is done.
            error: Why it failed: code, message and data of the error.

        Errors:
            5002 jobNotFound, 5004 timedOut.
        """
        params = {
            "jobId": jobId,
            "lang": lang,
            "timeoutMs": timeoutMs,
        }
        return self._call("waitJob", params, None, progress, timeout)

    def cancel_job(
        self,
        jobId: str,
        *,
        lang: Optional[Literal["en", "zh"]] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Cancel a job; one that is over stays as it is.

        Args:
            jobId: The job.
            lang: The language of the note. Value: "en" | "zh", default "en".

        Result:
            jobId: The job.
            cancelling: False when it was over already.

        Errors:
            5002 jobNotFound.
        """
        params = {
            "jobId": jobId,
            "lang": lang,
        }
        return self._call("cancelJob", params, None, progress, timeout)

    # Server

    def shutdown(
        self,
        *,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """End the session's work; answered at once, then send exit."""
        params = {
        }
        return self._call("shutdown", params, None, progress, timeout)

    def ping(
        self,
        *,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Say that the server is there, and which version it is.

        Result:
            ok: Always true.
            version: The version of the program.
            protocol: The version of the protocol.
        """
        params = {
        }
        return self._call("ping", params, None, progress, timeout)

    def status(
        self,
        *,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Say how the server is doing: version, time, memory, datasets, limits.

        Result:
            version: The version of the program.
            protocol: The version of the protocol.
            processId: The server's process.
            uptimeSeconds: Seconds since it started.
            memoryBytes: Memory it holds now.
            requestsInFlight: Requests not answered yet.
            requestsServed: Requests answered since it started.
            connections: Clients connected now.
            datasets: Tables held in memory.
            models: Models that are kept.
            jobs: Jobs that run or wait.
            roots: Folders that files may be in; empty for all.
            network: Always none: no network code exists.
            limits: The bounds of the server, by name.
        """
        params = {
        }
        return self._call("status", params, None, progress, timeout)

    def sleep(
        self,
        *,
        seconds: Optional[float] = None,
        job: Optional[bool] = None,
        timeoutMs: Optional[int] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Wait, with progress, until the time is over or the request is cancelled.

        Args:
            seconds: How long to wait. Value: number 0 to 600, default 1.
            job: Run it as a job: the answer is {"jobId": ...}, its result that of getJob. Value:
                boolean, default false.
            timeoutMs: Give up after so many milliseconds with 5004; 0 for never. Value: integer 0
                to 86400000, default 0.

        Result:
            seconds: How long it waited.
        """
        params = {
            "seconds": seconds,
            "job": job,
            "timeoutMs": timeoutMs,
        }
        return self._call("sleep", params, None, progress, timeout)

    def subscribe(
        self,
        topics: Sequence[Literal["dataset", "job", "log"]],
        *,
        level: Optional[Literal["debug", "info", "warning", "error", "off"]] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Be told by $/alert of datasets and jobs, and by $/log of the log.

        Args:
            topics: What to be told of.
            level: The least level of log lines. Value: "debug" | "info" | "warning" | "error" |
                "off", default "info".

        Result:
            topics: The topics of this request, each once.
        """
        params = {
            "topics": topics,
            "level": level,
        }
        return self._call("subscribe", params, None, progress, timeout)

    def unsubscribe(
        self,
        *,
        topics: Optional[Sequence[Literal["dataset", "job", "log"]]] = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Be told no more of these topics; of none when no topics are given.

        Args:
            topics: What to be told of no more; all when not given.

        Result:
            topics: The topics of this request, each once.
        """
        params = {
            "topics": topics,
        }
        return self._call("unsubscribe", params, None, progress, timeout)

    def rpc_discover(
        self,
        *,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """The protocol as an OpenRPC document, with JSON Schema for every method."""
        params = {
        }
        return self._call("rpc.discover", params, None, progress, timeout)

    def initialize(
        self,
        *,
        processId: Optional[int] = None,
        protocolVersion: Optional[str] = None,
        clientInfo: Any = None,
        capabilities: Any = None,
        progress: Optional[Progress] = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Open a session as LSP or MCP clients do; optional for all others.

        Args:
            processId: The client's process; the server ends when it is gone.
            protocolVersion: The version of MCP that the client speaks.
            clientInfo: Name and version of the client; not used.
            capabilities: What the client can do; not used.

        Result:
            protocolVersion: The version of MCP; only for MCP clients.
            capabilities: What the server can do, as the client's kind says it.
            serverInfo: Name and version of the server.
            instructions: Words for models; only for MCP clients.
            protocol: The version of tenure's own protocol.
        """
        params = {
            "processId": processId,
            "protocolVersion": protocolVersion,
            "clientInfo": clientInfo,
            "capabilities": capabilities,
        }
        return self._call("initialize", params, None, progress, timeout)


# The name of every error, and when it happens.
ERRORS: Dict[int, Tuple[str, str]] = {
    -32700: ("parseError", "The text is not JSON."),
    -32600: ("invalidRequest", "The JSON is not a request that can be served now."),
    -32601: ("methodNotFound", "There is no method of this name."),
    -32602: ("invalidParams", "A parameter is missing, unknown, or out of its range."),
    -32603: ("internalError", "The server is at fault."),
    -32002: ("resourceNotFound", "No resource of MCP has this address."),
    -32022: ("unsupportedProtocolVersion", "The version of MCP that the request names is not spoken."),
    -32800: ("requestCancelled", "The request was cancelled."),
    1001: ("fileNotFound", "There is no such file; candidates are similar names in its folder."),
    1002: ("pathNotAllowed", "The path is outside the roots, or no regular file."),
    1003: ("fileTooLarge", "The file is larger than the limit."),
    1004: ("badEncoding", "No encoding fits the bytes."),
    1005: ("malformedTable", "The file cannot be read as a table."),
    1006: ("emptyTable", "There are no data rows."),
    1007: ("columnNotFound", "A column the method needs was not found."),
    1008: ("ambiguousColumns", "Two columns fit one role equally well (strict only)."),
    1009: ("badValue", "A value is not what its place needs."),
    1010: ("datasetNotFound", "No dataset of this name is loaded."),
    1011: ("datasetChanged", "The file changed while it was read."),
    1012: ("customerNotFound", "There is no such customer; nearest ids are given."),
    2001: ("modelNotFound", "No model of this name is kept."),
    2002: ("modelIncompatible", "The model was made of other columns."),
    2003: ("notEnoughData", "There is too little data (strict only)."),
    2004: ("singleClass", "All rows have the same label (strict only)."),
    2005: ("notConverged", "The fit did not converge (strict only)."),
    2006: ("leakageSuspected", "Features know the answer too well (strict only)."),
    2007: ("noTrueLabels", "Accuracy was asked for without true labels."),
    2008: ("unknownFormula", "There is no formula of this name."),
    3001: ("badClusterCount", "More groups were asked for than there are distinct rows."),
    3002: ("constantFeatures", "Every feature is constant."),
    4007: ("purposeRequired", "The purpose must be said before people are scored."),
    5001: ("busy", "Too much is waiting already."),
    5002: ("jobNotFound", "There is no such job, or its result was kept long enough."),
    5003: ("memoryLimit", "The answer needs more memory than is allowed."),
    5004: ("timedOut", "The time the request allowed is over."),
    5005: ("shuttingDown", "The server is shutting down."),
    5006: ("messageTooLarge", "The message is larger than the limit."),
    5007: ("outputExists", "The output file exists and overwrite is not set."),
}
