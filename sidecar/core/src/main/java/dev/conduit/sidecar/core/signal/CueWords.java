// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import dev.conduit.contract.TaskType;
import java.util.List;

/** Phrases that tell a task, by how much they tell; split at commas. */
enum CueWords {
  TRANSLATE(
      TaskType.TRANSLATION,
      4,
      "translate,translation,translated,übersetze,übersetzen,übersetzung,traduce,traducir,traducción,"
          + "traduis,traduire,traduisez,traduction,翻译,翻譯,译成,翻訳,訳して"),
  SUMMARIZE(
      TaskType.SUMMARY,
      4,
      "summarize,summarise,summary,tldr,tl;dr,sum up,key points,main points,fasse,"
          + "zusammenfassen,zusammenfassung,fass zusammen,resume,resumir,resumen,résume,résumer,"
          + "résumé,总结,概括,摘要,要約,まとめて"),
  EXTRACT(
      TaskType.EXTRACTION,
      4,
      "extract,extraction,pull out,list all,find all,identify all,extrahiere,extrahieren,liste alle,"
          + "extrae,extraer,extrais,extraire,提取,抽取,抽出"),
  COMPOSE(
      TaskType.CREATIVE,
      4,
      "poem,haiku,sonnet,limerick,short story,a story,lyrics,gedicht,geschichte,kurzgeschichte,"
          + "poema,cuento,un relato,poème,histoire courte,une histoire,conte,诗,故事,小说,物語,俳句,小説"),
  IMAGINE(
      TaskType.CREATIVE,
      2,
      "slogan,joke,rap,song,novel,fairy tale,brainstorm,witz,märchen,chiste,canción,blague,chanson,"
          + "笑话,歌词,冗談"),
  PROGRAM(
      TaskType.CODE,
      2,
      "code,python,java,javascript,typescript,rust,golang,kotlin,sql,c++,bash,regex,refactor,debug,"
          + "stack trace,stacktrace,traceback,nullpointerexception,compile,compiler,unit test,"
          + "unit tests,function,api endpoint,git,dockerfile,kubernetes,html,css,def,class,import,"
          + "select,funktion,quellcode,programm,función,código,programa,fonction,programme,代码,函数,"
          + "程序,编程,コード,関数,プログラム"),
  SOLVE(
      TaskType.MATH,
      3,
      "solve,equation,integral,derivative,theorem,prove,proof,probability,polynomial,eigenvalue,"
          + "square root,gleichung,beweise,ableitung,wahrscheinlichkeit,ecuación,demuestra,derivada,"
          + "probabilidad,équation,démontre,démontrer,dérivée,probabilité,方程,证明,积分,导数,概率,証明,"
          + "方程式,積分,確率"),
  COUNT(
      TaskType.MATH,
      2,
      "how many,how much,calculate,compute,percent,average,wie viele,wie viel,berechne,cuántos,"
          + "cuántas,calcula,calcule,combien,多少,几个,计算,いくつ,計算"),
  ASK(
      TaskType.QA,
      1,
      "what,who,when,where,which,why,how,explain,was,wer,wann,wo,warum,wie,erkläre,qué,quién,cuándo,"
          + "dónde,por qué,cómo,explica,qui,quand,où,pourquoi,comment,explique,quelle,quel,什么,为什么,谁,"
          + "怎么,哪里,解释,何,なぜ,誰,いつ,どこ,説明");

  private final TaskType type;
  private final int weight;
  private final String phrases;

  CueWords(TaskType type, int weight, String phrases) {
    this.type = type;
    this.weight = weight;
    this.phrases = phrases;
  }

  TaskType type() {
    return type;
  }

  int weight() {
    return weight;
  }

  List<String> phrases() {
    return List.of(phrases.split(",", -1));
  }
}
